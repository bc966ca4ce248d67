"""Where a value is: in which tables, columns and rows. Read row by row as text, so that its type does not matter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from psycopg import sql

from assessor.grading.probing.session import ProbeSession

_TABLES = """
SELECT n.nspname, c.relname FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'm') AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'
  AND c.relispopulated AND c.relpersistence <> 't'
  AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.objid = c.oid AND d.deptype = 'e')
ORDER BY 1, 2
"""
"""Partitions hold the rows of their parents."""

_COLUMNS = """
SELECT n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
       coalesce(nullif(t.typbasetype, 0), t.oid)::regtype::text
FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
JOIN pg_type AS t ON t.oid = a.atttypid
WHERE c.relkind = 'r' AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'
  AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.objid = c.oid AND d.deptype = 'e')
ORDER BY 1, 2, a.attnum
"""
_IN_ROW = "SELECT count(*) FROM {table} AS r WHERE strpos(ROW(r.*)::text, {value}) > 0"
_IN_COLUMN = "SELECT count(*) FROM {table} WHERE strpos({column}::text, {value}) > 0"


@dataclass(frozen=True)
class Column:
    """A column of one of the answer's tables; `base` is its type below a domain."""

    schema: str
    table: str
    name: str
    type: str
    base: str

    @property
    def shown(self) -> str:
        """As people write it."""
        return f"{written(self.schema, self.table)}.{self.name}"

    @property
    def of(self) -> sql.Identifier:
        """Its table."""
        return sql.Identifier(self.schema, self.table)


def written(schema: str, name: str) -> str:
    """A table's name as people write it."""
    return name if schema == "public" else f"{schema}.{name}"


def rows_with(reader: ProbeSession, value: str) -> Iterator[tuple[sql.Identifier, str, int]]:
    """Every table that holds the value, and in how many rows. Raises Stopped."""
    for schema, name in values(reader, _TABLES):
        table = sql.Identifier(schema, name)
        found = counted(reader, sql.SQL(_IN_ROW).format(table=table, value=sql.Literal(value)))
        if found:
            yield table, written(schema, name), found


def columns(reader: ProbeSession) -> list[Column]:
    """Every column that can be written. Raises Stopped."""
    return [Column(*row) for row in values(reader, _COLUMNS)]


def columns_with(reader: ProbeSession, value: str) -> Iterator[Column]:
    """Every column that holds the value. Raises Stopped."""
    for column in columns(reader):
        query = sql.SQL(_IN_COLUMN).format(
            table=column.of, column=sql.Identifier(column.name), value=sql.Literal(value)
        )
        if counted(reader, query):
            yield column


def counted(session: ProbeSession, query: sql.Composed) -> int:
    """The one number that a query gives. Raises Stopped."""
    table = session.execute(query.as_string(None)).table
    return int(str(table.values()[0][0])) if table else 0


def values(session: ProbeSession, text: str) -> list[tuple[str, ...]]:
    """Rows of texts. Raises Stopped."""
    table = session.execute(text).table
    return [tuple(map(str, row)) for row in table.values()] if table else []
