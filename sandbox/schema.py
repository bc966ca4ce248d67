"""What is in a sandbox's database as its own candidate role sees it, for the schema panel and completion."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any

from psycopg import sql

from sandbox.errors import ConnectionLost
from sandbox.execution import RunLimits, RunOutcome, Session, SessionState, open_session
from sandbox.schema_query import QUERY

SAMPLE_ROWS = 5
COUNTED_ROWS = 10_000
"""Tables that PostgreSQL believes to be smaller are counted."""

SECONDS = 3.0
"""For all the rows that are looked at, however many tables there are: what is missing then is missing."""

_LOCKED = "55P03"
_CATALOG = RunLimits(seconds=3.0, rows=1, bytes=8_000_000, cell_chars=8_000_000, notices=0)
_ROWS = RunLimits(seconds=1.0, rows=SAMPLE_ROWS, bytes=100_000, cell_chars=200, notices=0)
_SETTINGS = {
    "search_path": "",
    "default_transaction_read_only": "on",
    "statement_timeout": "3s",
    # A tab may hold a lock in its transaction: then a table has no sample, and nobody waits.
    "lock_timeout": "100ms",
}
_ROWS_OF = sql.SQL(
    "SELECT * FROM public.{table} LIMIT {sample};"
    " SELECT count(*) FROM (SELECT FROM public.{table} LIMIT {counted}) AS few"
)
_SAMPLE_OF = sql.SQL("SELECT * FROM public.{table} LIMIT {sample}")


@dataclass(frozen=True)
class ColumnInfo:
    """A column; `type` as format_type() prints it, `default` as SQL, also of a generated column."""

    name: str
    type: str
    nullable: bool
    primary_key: bool
    default: str | None = None
    generated: str = ""
    """"identity" or "generated" where its value is not simply given."""


@dataclass(frozen=True)
class ForeignKey:
    """A foreign key; `definition` as pg_get_constraintdef() prints it, which is also its str()."""

    name: str
    columns: tuple[str, ...]
    table: str
    referenced: tuple[str, ...]
    definition: str

    def __str__(self) -> str:
        return self.definition


@dataclass(frozen=True)
class TableInfo:
    """A table or view. `row_count` is None for a view, whose rows nobody has counted."""

    name: str
    columns: tuple[ColumnInfo, ...]
    indexes: tuple[str, ...]
    """Definitions as SQL."""
    foreign_keys: tuple[ForeignKey, ...]
    row_count: int | None
    row_count_exact: bool = False
    """Whether rows were counted just now; else it is the planner's estimate."""
    kind: str = "table"
    """"table", "view", "materialized view" or "foreign table"."""
    checks: tuple[str, ...] = ()
    uniques: tuple[str, ...] = ()
    """Of UNIQUE and EXCLUDE constraints, as their definitions."""
    locked: bool = False
    """Whether a transaction keeps everybody else from it: then expressions, definitions and keys are missing."""
    sample: tuple[tuple[str | None, ...], ...] | None = None
    """A few rows in no particular order, long cells cut; None: not looked at, or locked."""


@dataclass(frozen=True)
class FunctionInfo:
    """A function or procedure."""

    name: str
    arguments: str
    result: str | None
    language: str
    kind: str
    """"function", "procedure", "aggregate" or "window"."""


@dataclass(frozen=True)
class Schema:
    """All of schema public that is shown; at most 200 tables, 4,000 columns and 200 functions."""

    tables: tuple[TableInfo, ...]
    functions: tuple[FunctionInfo, ...]


def read_schema(dsn: str, platform_dsn: str | None = None, *, rows: bool = True) -> Schema:
    """What schema public has, by name; with `rows` also samples and counts. Raises ConnectionLost.

    It is looked at by the candidate's own role, for a superuser who looks runs what is hidden in it with its own
    rights; `platform_dsn` serves to let that role in (see sandbox.role). Takes at most about 6 seconds and a login.
    """
    session = open_session(
        dsn, platform_dsn=platform_dsn, application_name="schema panel", settings=_SETTINGS
    )
    with closing(session):
        found = _catalog(session)
        if not rows:
            return found
        return replace(found, tables=tuple(_with_rows(session, found.tables)))


def describe(dsn: str, platform_dsn: str | None = None) -> tuple[TableInfo, ...]:
    """The tables and views, without a look at their rows. Raises ConnectionLost."""
    return read_schema(dsn, platform_dsn, rows=False).tables


def _catalog(session: Session) -> Schema:
    result = session.run(QUERY, _CATALOG)
    if result.error is not None and result.error.sqlstate == _LOCKED:
        # Locked after the query looked for locks.
        result = session.run(QUERY, _CATALOG)
    if result.outcome is not RunOutcome.OK:
        raise ConnectionLost(f"The schema could not be read: {result.message}")
    told: dict[str, Any] = json.loads(result.results[0].rows[0][0] or "")
    return Schema(
        tuple(_table(each) for each in told["tables"]),
        tuple(FunctionInfo(**each) for each in told["functions"]),
    )


def _table(told: dict[str, Any]) -> TableInfo:
    keys = [
        ForeignKey(k["name"], tuple(k["columns"]), k["table"], tuple(k["referenced"]), k["definition"])
        for k in told["foreign_keys"]
    ]
    return TableInfo(
        name=told["name"],
        columns=tuple(ColumnInfo(**column) for column in told["columns"]),
        indexes=tuple(told["indexes"]),
        foreign_keys=tuple(keys),
        row_count=told["row_count"],
        kind=told["kind"],
        checks=tuple(told["checks"]),
        uniques=tuple(told["uniques"]),
        locked=told["locked"],
    )


def _with_rows(session: Session, tables: tuple[TableInfo, ...]) -> Iterator[TableInfo]:
    deadline = time.monotonic() + SECONDS
    for table in tables:
        if table.locked or time.monotonic() > deadline or session.state is SessionState.ENDED:
            yield table
        else:
            yield _looked_at(session, table)


def _looked_at(session: Session, table: TableInfo) -> TableInfo:
    counted = table.row_count is not None and table.row_count < COUNTED_ROWS
    query = (_ROWS_OF if counted else _SAMPLE_OF).format(
        table=sql.Identifier(table.name),
        sample=sql.Literal(SAMPLE_ROWS),
        counted=sql.Literal(COUNTED_ROWS + 1),
    )
    result = session.run(query.as_string(None), _ROWS)
    if result.outcome is not RunOutcome.OK:
        return table
    table = replace(table, sample=result.results[0].rows)
    if not counted:
        return table
    count = int(result.results[1].rows[0][0] or 0)
    if count > COUNTED_ROWS:
        return replace(table, row_count=max(count, table.row_count or 0))
    return replace(table, row_count=count, row_count_exact=True)
