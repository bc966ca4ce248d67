"""The tables of a schema as PostgreSQL's own catalogue describes them after the DDL ran."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

_FAMILIES = {
    **dict.fromkeys(("int2", "int4", "int8"), "integer"),
    **dict.fromkeys(("numeric", "money"), "numeric"),
    **dict.fromkeys(("float4", "float8"), "float"),
    **dict.fromkeys(("text", "varchar", "bpchar", "name", "citext"), "text"),
    **dict.fromkeys(("json", "jsonb"), "json"),
    **dict.fromkeys(("time", "timetz"), "time"),
    **{name: name for name in ("bool", "date", "timestamp", "timestamptz", "interval", "uuid", "bytea")},
}

_ENUMERATES = re.compile(r"= ANY \(+ARRAY\[(?!.*IS NULL)", re.DOTALL)
"""How PostgreSQL prints `c IN (...)`."""

ORDERED = frozenset({"integer", "numeric", "float", "date", "timestamp", "timestamptz", "time", "interval"})
"""Families whose values have neighbours."""


@dataclass(frozen=True)
class Column:
    """A column that rows give a value for (generated columns have none)."""

    table: str
    name: str
    place: int
    """Where a row has its value."""
    type: str
    family: str
    element: str = ""
    """Family of the elements of an array or of the bounds of a range."""
    nullable: bool = True
    """May it be NULL? A column whose check lists its values may not: that NULL passes such a check is an accident."""
    labels: tuple[str, ...] = ()
    """Values of an enum."""
    length: int | None = None
    """Most characters of a text."""
    checks: tuple[str, ...] = ()
    """Conditions on this column alone, over its quoted name."""

    @property
    def key(self) -> tuple[str, str]:
        """Its table and name."""
        return self.table, self.name


@dataclass(frozen=True)
class ForeignKey:
    """Columns of a table, and those they refer to, in the same order."""

    columns: tuple[str, ...]
    target: str
    targets: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table; `name` is quoted and, outside public, qualified: it can be put into a statement."""

    name: str
    columns: tuple[Column, ...]
    keys: tuple[tuple[str, ...], ...] = ()
    """The primary key and every unique constraint or index on plain columns."""
    foreign_keys: tuple[ForeignKey, ...] = ()
    identity: bool = False
    """Has it a column GENERATED ALWAYS AS IDENTITY?"""

    @property
    def plain_name(self) -> str:
        """Without quotes and schema, as people say it."""
        return self.name.rpartition(".")[2].strip('"')

    def position(self, column: str) -> int:
        """Where a row has this column's value."""
        return next(each.place for each in self.columns if each.name == column)

    def in_key(self, column: str) -> bool:
        """Is the column part of a key?"""
        return any(column in key for key in self.keys)


@dataclass(frozen=True)
class Schema:
    """Tables, those referred to before those that refer to them."""

    tables: tuple[Table, ...]

    def table(self, name: str) -> Table:
        """The table of this quoted name."""
        return next(table for table in self.tables if table.name == name)

    @property
    def columns(self) -> tuple[Column, ...]:
        """All columns of all tables."""
        return tuple(column for table in self.tables for column in table.columns)


QUERY = """
WITH RECURSIVE base AS (
  SELECT oid AS type, oid AS base, typnotnull, typtypmod AS modifier FROM pg_type WHERE typtype <> 'd'
  UNION ALL
  SELECT d.oid, b.base, d.typnotnull OR b.typnotnull, CASE WHEN b.type = b.base THEN d.typtypmod ELSE b.modifier END
  FROM pg_type d JOIN base b ON b.type = d.typbasetype WHERE d.typtype = 'd'
), rel AS (
  SELECT c.oid, c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
    AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
)
SELECT coalesce(json_agg(json_build_object(
  'name', rel.name,
  'identity', EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = rel.oid AND a.attidentity = 'a'),
  'columns', (
    SELECT json_agg(json_build_object(
      'name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
      'base', t.typname, 'kind', t.typtype, 'category', t.typcategory,
      'element', (SELECT e.typname FROM pg_type e
                  WHERE e.oid = coalesce(nullif(t.typelem, 0), (SELECT r.rngsubtype FROM pg_range r
                                         WHERE t.oid IN (r.rngtypid, r.rngmultitypid)))),
      'nullable', NOT (a.attnotnull OR base.typnotnull), 'modifier', greatest(a.atttypmod, base.modifier),
      'labels', (SELECT json_agg(l.enumlabel ORDER BY l.enumsortorder) FROM pg_enum l WHERE l.enumtypid = t.oid),
      'checks', (SELECT json_agg(pg_get_expr(k.conbin, k.conrelid) ORDER BY k.conname) FROM pg_constraint k
                 WHERE k.conrelid = rel.oid AND k.contype = 'c' AND k.conkey = ARRAY[a.attnum])
      ) ORDER BY a.attnum)
    FROM pg_attribute a JOIN base ON base.type = a.atttypid JOIN pg_type t ON t.oid = base.base
    WHERE a.attrelid = rel.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''),
  'keys', (
    SELECT json_agg((SELECT json_agg(a.attname) FROM unnest(i.indkey::int2[]) AS u(n)
                     JOIN pg_attribute a ON a.attrelid = rel.oid AND a.attnum = u.n)
                    ORDER BY i.indisprimary DESC, i.indexrelid)
    FROM pg_index i
    WHERE i.indrelid = rel.oid AND i.indisunique AND i.indpred IS NULL AND NOT 0 = ANY (i.indkey::int2[])),
  'foreign', (
    SELECT json_agg(json_build_object(
      'target', k.confrelid::regclass::text,
      'columns', (SELECT json_agg(a.attname ORDER BY u.o) FROM unnest(k.conkey) WITH ORDINALITY AS u(n, o)
                  JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.n),
      'targets', (SELECT json_agg(a.attname ORDER BY u.o) FROM unnest(k.confkey) WITH ORDINALITY AS u(n, o)
                  JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.n)) ORDER BY k.oid)
    FROM pg_constraint k WHERE k.conrelid = rel.oid AND k.contype = 'f' AND k.conparentid = 0)
  ) ORDER BY rel.oid), '[]')
FROM rel
"""
"""Everything that is needed, as one JSON value."""


def read_schema(answer: str) -> Schema:
    """The schema in what QUERY gave."""
    return Schema(_in_order([_table(entry) for entry in json.loads(answer)]))


def _table(entry: dict[str, Any]) -> Table:
    return Table(
        entry["name"],
        tuple(_column(entry["name"], place, column) for place, column in enumerate(entry["columns"] or ())),
        tuple(tuple(key) for key in entry["keys"] or ()),
        tuple(
            ForeignKey(tuple(key["columns"]), key["target"], tuple(key["targets"]))
            for key in entry["foreign"] or ()
        ),
        entry["identity"],
    )


def _column(table: str, place: int, entry: dict[str, Any]) -> Column:
    family = _family(entry)
    has_length = entry["base"] in {"varchar", "bpchar"} and entry["modifier"] > 4
    return Column(
        table,
        entry["name"],
        place,
        entry["type"],
        family,
        _FAMILIES.get(entry["element"] or "", "other") if family in {"array", "range", "multirange"} else "",
        entry["nullable"] and not any(_ENUMERATES.search(check) for check in entry["checks"] or ()),
        tuple(entry["labels"] or ()),
        entry["modifier"] - 4 if has_length else None,
        tuple(entry["checks"] or ()),
    )


def _family(entry: dict[str, Any]) -> str:
    by_kind = {"e": "enum", "r": "range", "m": "multirange"}
    if entry["kind"] in by_kind:
        return by_kind[entry["kind"]]
    if entry["category"] == "A":
        return "array"
    return _FAMILIES.get(entry["base"], "other")


def _in_order(tables: list[Table]) -> tuple[Table, ...]:
    """Those referred to first; a circle is broken where it is met."""
    done: dict[str, Table] = {}
    by_name = {table.name: table for table in tables}

    def visit(table: Table, path: tuple[str, ...]) -> None:
        if table.name in done or table.name in path:
            return
        for key in table.foreign_keys:
            if key.target in by_name:
                visit(by_name[key.target], (*path, table.name))
        done.setdefault(table.name, table)

    for table in tables:
        visit(table, ())
    return tuple(done.values())
