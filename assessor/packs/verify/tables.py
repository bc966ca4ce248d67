"""Look at the tables of a lab's database."""

from __future__ import annotations

from dataclasses import dataclass

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

_TABLES = """
    SELECT n.nspname, c.relname
    FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'm') AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'
    ORDER BY 1, 2
"""
_DIGEST = "SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text FROM {} AS t"


@dataclass(frozen=True)
class TableDigest:
    """How many rows a table has, and a sum over their hashes that does not depend on their order."""

    rows: int
    digest: str


def table_digests(dsn: str, database: str) -> dict[str, TableDigest]:
    """Every table of a database by its qualified name."""
    with psycopg.connect(make_conninfo(dsn, dbname=database), autocommit=True, connect_timeout=10) as conn:
        conn.execute("SET TimeZone = 'UTC'; SET DateStyle = 'ISO, YMD'; SET extra_float_digits = 1")
        digests = {}
        for schema, table in conn.execute(_TABLES).fetchall():
            query = sql.SQL(_DIGEST).format(sql.Identifier(schema, table))
            rows, digest = conn.execute(query).fetchone() or (0, "0")
            digests[f"{schema}.{table}"] = TableDigest(rows, digest)
        return digests
