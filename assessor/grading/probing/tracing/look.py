"""The rules of traces."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from psycopg import sql

from assessor.grading.probing.probe import Trace
from assessor.grading.probing.session import ProbeSession
from assessor.grading.probing.tracing.places import (
    Column,
    columns,
    columns_with,
    counted,
    rows_with,
    values,
    written,
)
from assessor.grading.probing.tracing.sessions import Sessions
from assessor.grading.session import Ended, Stopped

_NOWHERE = "it is stored in no table"
_REFUSING = ("22", "23")
"""Classes of the SQLSTATEs with which types and constraints refuse a value."""
_DENYING = ("42501", "P0001", "55000")
"""With which rights and triggers keep a row."""

_INEXACT = ("real", "double precision", "money")
_NEAR = """
SELECT count(*) FROM {table}
WHERE abs({column}::numeric - {value}::numeric) <= abs({value}::numeric) / 1000000
"""
_REPLACE = """
UPDATE {table} SET {column} = replace({column}::text, {value}, {bad})::{type} WHERE strpos({column}::text, {value}) > 0
"""
_DELETE = "DELETE FROM {table} AS r WHERE strpos(ROW(r.*)::text, {value}) > 0"

_READABLE = """
SELECT n.nspname, c.relname, string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum)
FROM pg_catalog.pg_class AS c
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relkind IN ('r', 'p', 'v', 'm') AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'
  AND pg_catalog.has_schema_privilege(n.oid, 'USAGE')
  AND pg_catalog.has_column_privilege(c.oid, a.attnum, 'SELECT')
GROUP BY 1, 2 ORDER BY 1, 2
"""
_VISIBLE = (
    "SELECT count(*) FROM {table} WHERE pg_catalog.strpos(pg_catalog.concat_ws(' ', {columns}), {value}) > 0"
)


def look(trace: Trace, sessions: Sessions) -> str:
    """How the value breaks its rule, or "". Raises Stopped where it cannot be looked for."""
    return next(_RULES[trace.rule](trace, sessions), "")


def _once(trace: Trace, sessions: Sessions) -> Iterator[str]:
    with sessions.reader() as reader:
        found = [(name, number) for _, name, number in rows_with(reader, trace.value)]
    total = sum(number for _, number in found)
    if total > 1:
        where = ", ".join(f"{name}: {number}" for name, number in found)
        yield f"the same fact is stored in {total} rows ({where})"
    if not total:
        yield _NOWHERE


def _exact(trace: Trace, sessions: Sessions) -> Iterator[str]:
    with sessions.reader() as reader:
        for column in columns(reader):
            if column.base not in _INEXACT:
                continue
            query = sql.SQL(_NEAR).format(
                table=column.of, column=sql.Identifier(column.name), value=sql.Literal(trace.value)
            )
            if counted(reader, query):
                yield f"{column.shown} holds an exact number as {column.type}"


def _gone(trace: Trace, sessions: Sessions) -> Iterator[str]:
    with sessions.reader() as reader:
        for _, name, number in rows_with(reader, trace.value):
            yield f"{name} still holds it, in {number} row{'s' if number > 1 else ''}"


def _held(trace: Trace, sessions: Sessions) -> Iterator[str]:
    with sessions.reader() as reader:
        found = list(columns_with(reader, trace.value))
    if not found:
        yield _NOWHERE
    # A log may hold it, too, and holds whatever it is told.
    elif all(_accepted(trace, sessions, _replacing(column, trace)) for column in found):
        places = ", ".join(column.shown for column in found)
        yield f"no constraint holds {places}: a value that must be refused is taken"


def _replacing(column: Column, trace: Trace) -> sql.Composed:
    return sql.SQL(_REPLACE).format(
        table=column.of,
        column=sql.Identifier(column.name),
        type=sql.SQL(column.type),  # as format_type() printed it
        value=sql.Literal(trace.value),
        bad=sql.Literal(trace.bad),
    )


def _kept(trace: Trace, sessions: Sessions) -> Iterator[str]:
    with sessions.reader() as reader:
        found = list(rows_with(reader, trace.value))
    if not found:
        yield _NOWHERE
    for table, name, _ in found:
        delete = sql.SQL(_DELETE).format(table=table, value=sql.Literal(trace.value))
        if _accepted(trace, sessions, delete, _DENYING):
            yield f"rows of {name} can be deleted that must be kept"


def _accepted(trace: Trace, sessions: Sessions, change: sql.Composed, codes: tuple[str, ...] = ()) -> bool:
    """Whether the owner's change comes through; an error that does not refuse it is told as it is. Raises Stopped."""
    with sessions.owner() as owner:
        try:
            return owner.execute(change.as_string(None)).rows > 0
        except Stopped as stopped:
            state = stopped.sqlstate or ""
            refused = state[:2] in _REFUSING or state in (*codes, *trace.codes)
            if stopped.ended is Ended.ERROR and refused:
                return False
            raise


def _hidden(trace: Trace, sessions: Sessions) -> Iterator[str]:
    with sessions.role() as role:
        for schema, name, names in values(role, _READABLE):
            if _sees(role, sql.Identifier(schema, name), names, trace.value):
                yield f"{written(schema, name)} shows it"


def _sees(role: ProbeSession, table: sql.Identifier, names: str, value: str) -> bool:
    query = sql.SQL(_VISIBLE).format(
        table=table,
        columns=sql.SQL(names),  # quoted by the server
        value=sql.Literal(value),
    )
    try:
        return counted(role, query) > 0
    except Stopped as stopped:
        if stopped.ended is not Ended.ERROR:
            raise
        return False  # who may not look sees nothing


_RULES: dict[str, Callable[[Trace, Sessions], Iterator[str]]] = {
    "once": _once,
    "exact": _exact,
    "gone": _gone,
    "held": _held,
    "kept": _kept,
    "hidden": _hidden,
}
