"""Columns and unique keys of a database, as PostgreSQL's catalog has them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import psycopg
from psycopg.conninfo import make_conninfo

from assessor.grading.mutation.model import TableColumn

_COLUMNS = """
    SELECT c.relname, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), NOT a.attnotnull
    FROM pg_catalog.pg_class AS c
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND a.attnum > 0 AND NOT a.attisdropped
      AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'
    ORDER BY c.relname, a.attnum
"""

_KEYS = """
    SELECT c.relname, array_agg(a.attname::text ORDER BY a.attnum)
    FROM pg_catalog.pg_index AS i
    JOIN pg_catalog.pg_class AS c ON c.oid = i.indrelid
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey)
    WHERE i.indisunique AND i.indpred IS NULL AND i.indexprs IS NULL
      AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'
    GROUP BY c.relname, i.indexrelid
    HAVING bool_and(a.attnotnull)
    ORDER BY 1, 2
"""


_REFERENCES = """
    SELECT c.relname, a.attname, t.relname, b.attname
    FROM pg_catalog.pg_constraint AS f
    JOIN pg_catalog.pg_class AS c ON c.oid = f.conrelid
    JOIN pg_catalog.pg_class AS t ON t.oid = f.confrelid
    JOIN pg_catalog.pg_attribute AS a ON a.attrelid = f.conrelid AND a.attnum = f.conkey[1]
    JOIN pg_catalog.pg_attribute AS b ON b.attrelid = f.confrelid AND b.attnum = f.confkey[1]
    WHERE f.contype = 'f' AND f.convalidated AND cardinality(f.conkey) = 1
    ORDER BY 1, 2, 3, 4
"""


@dataclass(frozen=True)
class Catalog:
    """The tables of a database."""

    columns: Mapping[str, Sequence[TableColumn]]
    keys: Mapping[str, Sequence[Sequence[str]]]
    references: Mapping[str, Sequence[tuple[str, str, str]]]


def read_catalog(dsn: str, database: str) -> Catalog:
    """The catalog of a database, whose names need no schema."""
    columns: defaultdict[str, list[TableColumn]] = defaultdict(list)
    keys: defaultdict[str, list[Sequence[str]]] = defaultdict(list)
    references: defaultdict[str, list[tuple[str, str, str]]] = defaultdict(list)
    with psycopg.connect(make_conninfo(dsn, dbname=database), autocommit=True, connect_timeout=10) as conn:
        for table, name, type_name, nullable in conn.execute(_COLUMNS).fetchall():
            columns[table].append(TableColumn(name, type_name, nullable))
        for table, names in conn.execute(_KEYS).fetchall():
            keys[table].append(names)
        for table, column, other, target in conn.execute(_REFERENCES).fetchall():
            references[table].append((column, other, target))
    return Catalog(dict(columns), dict(keys), dict(references))
