"""The one query that reads a schema: everything as one JSON value, bounded in number and length.

It runs with an empty search_path, so every name is one of pg_catalog's. PostgreSQL opens a table to print its
expressions and definitions, which a tab may have locked in its transaction: of such tables they are left out.
"""

_LONGEST = 2000
"""Characters of an expression or a definition; what is longer is cut, and shown only."""

_COLUMNS = f"""
SELECT coalesce(json_agg(json_build_object(
    'name', a.attname,
    'type', format_type(a.atttypid, a.atttypmod),
    'nullable', NOT a.attnotnull,
    'primary_key', EXISTS (SELECT FROM pg_constraint p
                           WHERE p.conrelid = a.attrelid AND p.contype = 'p' AND a.attnum = ANY (p.conkey)),
    'default', CASE WHEN NOT c.locked THEN left(pg_get_expr(d.adbin, d.adrelid), {_LONGEST}) END,
    'generated', CASE WHEN a.attidentity <> '' THEN 'identity' WHEN a.attgenerated <> '' THEN 'generated' ELSE '' END
  ) ORDER BY a.attnum), '[]')
FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND c.place <= 4000
"""  # noqa: S608 - a constant of this file

_NAMES = """
(SELECT json_agg(n.attname ORDER BY u.place) FROM unnest({keys}) WITH ORDINALITY AS u (number, place)
 JOIN pg_attribute n ON n.attrelid = {table} AND n.attnum = u.number)
"""

_FOREIGN_KEYS = f"""
SELECT coalesce(json_agg(json_build_object(
    'name', k.conname,
    'columns', {_NAMES.format(keys="k.conkey", table="k.conrelid")},
    'table', (SELECT f.relname FROM pg_class f WHERE f.oid = k.confrelid),
    'referenced', {_NAMES.format(keys="k.confkey", table="k.confrelid")},
    'definition', left(pg_get_constraintdef(k.oid), {_LONGEST})
  ) ORDER BY k.conname), '[]')
FROM pg_constraint k WHERE k.contype = 'f' AND k.conrelid = c.oid AND NOT c.locked
"""  # noqa: S608 - constants of this file

_INDEXES = f"""
SELECT coalesce(json_agg(left(pg_get_indexdef(i.indexrelid), {_LONGEST}) ORDER BY i.indexrelid), '[]')
FROM pg_index i WHERE i.indrelid = c.oid AND NOT c.locked
"""  # noqa: S608 - a constant of this file


def _definitions(types: str) -> str:
    return f"""
SELECT coalesce(json_agg(left(pg_get_constraintdef(k.oid), {_LONGEST}) ORDER BY k.conname), '[]')
FROM pg_constraint k WHERE k.contype IN ({types}) AND k.conrelid = c.oid AND NOT c.locked
"""  # noqa: S608 - two constants of this file


_TABLES = f"""
SELECT coalesce(json_agg(json_build_object(
    'name', c.relname,
    'kind', CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'f' THEN 'foreign table'
                           ELSE 'table' END,
    'row_count', CASE WHEN c.relkind <> 'v' THEN greatest(c.reltuples, 0)::bigint END,
    'locked', c.locked,
    'columns', ({_COLUMNS}),
    'foreign_keys', ({_FOREIGN_KEYS}),
    'indexes', ({_INDEXES}),
    'checks', ({_definitions("'c'")}),
    'uniques', ({_definitions("'u', 'x'")})
  ) ORDER BY c.relname), '[]')
FROM (SELECT oid, relname, relkind, reltuples, sum(relnatts) OVER (ORDER BY relname) AS place,
             oid IN (SELECT relation FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND granted) AS locked
      FROM pg_class WHERE relkind IN ('r', 'p', 'v', 'm', 'f') AND relnamespace = 'public'::regnamespace
      ORDER BY relname LIMIT 200) AS c
"""  # noqa: S608 - constants of this file

_FUNCTIONS = f"""
SELECT coalesce(json_agg(json_build_object(
    'name', f.proname,
    'arguments', left(pg_get_function_arguments(f.oid), {_LONGEST}),
    'result', left(pg_get_function_result(f.oid), {_LONGEST}),
    'language', f.lanname,
    'kind', CASE f.prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' WHEN 'w' THEN 'window'
                           ELSE 'function' END
  ) ORDER BY f.proname, f.oid), '[]')
FROM (SELECT p.oid, p.proname, p.prokind, l.lanname FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang
      WHERE p.pronamespace = 'public'::regnamespace ORDER BY p.proname, p.oid LIMIT 200) AS f
"""  # noqa: S608 - constants of this file

QUERY = f"SELECT json_build_object('tables', ({_TABLES}), 'functions', ({_FUNCTIONS}))"
