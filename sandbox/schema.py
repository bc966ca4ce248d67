"""The tables of a sandbox as its own candidate role sees them, for the schema panel and completion."""

from __future__ import annotations

from dataclasses import dataclass

import psycopg
from psycopg.rows import dict_row

from sandbox.errors import ConnectionLost
from sandbox.role import log_in

_SECONDS = 5.0
_TABLES = """
select c.oid, c.relname as name, greatest(c.reltuples, 0)::bigint as row_count
from pg_catalog.pg_class c
where c.relkind in ('r', 'p', 'v', 'm') and c.relnamespace operator(pg_catalog.=) 'public'::regnamespace
order by c.relname limit 200
"""
_COLUMNS = """
select a.attrelid as oid, a.attname as name, pg_catalog.format_type(a.atttypid, a.atttypmod) as type,
       not a.attnotnull as nullable,
       exists (select from pg_catalog.pg_constraint k
               where k.conrelid = a.attrelid and k.contype = 'p' and a.attnum = any(k.conkey)) as primary_key
from pg_catalog.pg_attribute a
where a.attrelid = any(%s) and a.attnum > 0 and not a.attisdropped order by a.attrelid, a.attnum limit 4000
"""
_INDEXES = """
select i.indrelid as oid, pg_catalog.pg_get_indexdef(i.indexrelid) as text
from pg_catalog.pg_index i where i.indrelid = any(%s) order by i.indexrelid::regclass::text limit 1000
"""
_FOREIGN_KEYS = """
select k.conrelid as oid, pg_catalog.pg_get_constraintdef(k.oid) as text
from pg_catalog.pg_constraint k where k.contype = 'f' and k.conrelid = any(%s) order by k.conname limit 1000
"""


@dataclass(frozen=True)
class ColumnInfo:
    """A column; `type` as format_type() prints it."""

    name: str
    type: str
    nullable: bool
    primary_key: bool


@dataclass(frozen=True)
class TableInfo:
    """A table or view; `row_count` is the planner's estimate, exact for tables that were never changed."""

    name: str
    columns: tuple[ColumnInfo, ...]
    indexes: tuple[str, ...]
    foreign_keys: tuple[str, ...]
    row_count: int


def describe(dsn: str, platform_dsn: str | None = None) -> tuple[TableInfo, ...]:
    """The tables and views of schema public, by name. Raises ConnectionLost if the server does not answer.

    They are looked at by the candidate's own role, for a superuser who looks runs what is hidden in them with its own
    rights; `platform_dsn` serves to let that role in (see sandbox.role).
    """
    session, _ = log_in(
        dsn, platform_dsn, _SECONDS, options="-c search_path= -c statement_timeout=3s", client_encoding="UTF8"
    )
    try:
        with psycopg.Connection(session) as connection:
            connection.autocommit = True
            return _describe(connection)
    except psycopg.Error as error:
        raise ConnectionLost(f"The schema could not be read: {error}") from error


def _describe(connection: psycopg.Connection[object]) -> tuple[TableInfo, ...]:
    cursor = connection.cursor(row_factory=dict_row)
    tables = cursor.execute(_TABLES).fetchall()
    oids = [table["oid"] for table in tables]
    columns = cursor.execute(_COLUMNS, [oids]).fetchall()
    indexes = cursor.execute(_INDEXES, [oids]).fetchall()
    foreign_keys = cursor.execute(_FOREIGN_KEYS, [oids]).fetchall()
    return tuple(
        TableInfo(
            name=table["name"],
            columns=tuple(
                ColumnInfo(c["name"], c["type"], c["nullable"], c["primary_key"])
                for c in columns
                if c["oid"] == table["oid"]
            ),
            indexes=tuple(i["text"] for i in indexes if i["oid"] == table["oid"]),
            foreign_keys=tuple(k["text"] for k in foreign_keys if k["oid"] == table["oid"]),
            row_count=table["row_count"],
        )
        for table in tables
    )
