"""A scratch database with the schema in it: proposes data to PostgreSQL, runs queries on it by the hundred.

libpq is used directly: hundreds of small queries go out in one pipeline, each in a transaction of its own, so that
one that fails stops no other.
"""

from __future__ import annotations

import itertools
import os
import select
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import TracebackType

from psycopg import OperationalError, pq
from psycopg.conninfo import make_conninfo

from assessor.errors import GradingFault
from assessor.grading.session import SETTINGS
from assessor.grading.synthesis.dataset import Draft, Row, insert, inserts
from assessor.grading.synthesis.schema import QUERY, Schema, read_schema
from assessor.grading.table import Cell, ResultColumn
from sandbox.seeding import EMPTY

RUN_MILLISECONDS = 2000
"""A query that takes longer on a dozen rows never ends."""

SPILL_KB = 256
"""A query that writes more temporary files on a dozen rows never ends, either: a recursion that turns in circles gets
here much sooner than to the end of its time, and as soon on a busy machine as on an idle one."""
MOST_SPILL_KB = 256 * SPILL_KB

TOO_LONG, TOO_MUCH = "57014", "53400"
NEVER_ENDS = (TOO_LONG, TOO_MUCH)
"""SQLSTATEs of queries that were stopped."""

_TIDY = 200
"""Times that rows are put in until what they leave behind is vacuumed: after thousands, a query on empty tables took
four times as long. Not more often, because each time all queries are planned anew."""

_BATCH = 64
_GONE = "The database server on which datasets are made ended the session."
_names = itertools.count(1)

_SETTLE = """
CREATE FUNCTION pg_temp.settle(wanted text[], whole boolean) RETURNS boolean[] LANGUAGE plpgsql AS $settle$
DECLARE
  statement text;
  kept boolean[] := '{{}}';
  holds boolean;
BEGIN
  {empty}
  FOREACH statement IN ARRAY wanted LOOP
    BEGIN
      EXECUTE statement;
      {check}
      kept := kept || true;
    EXCEPTION WHEN OTHERS THEN
      kept := kept || false;
    END;
  END LOOP;
  RETURN kept;
END $settle$
"""
"""Runs statements on the emptied tables, each only if the invariants hold after it; says which were kept."""

_POSSIBLE = """
CREATE FUNCTION pg_temp.possible(wanted text[]) RETURNS boolean[] LANGUAGE plpgsql AS $possible$
DECLARE
  condition text;
  answer boolean;
  found boolean[] := '{}';
BEGIN
  FOREACH condition IN ARRAY wanted LOOP
    BEGIN
      EXECUTE condition INTO answer;
    EXCEPTION WHEN OTHERS THEN
      answer := false;
    END;
    found := found || coalesce(answer, false);
  END LOOP;
  RETURN found;
END $possible$
"""


class Refused(Exception):
    """PostgreSQL does not accept a text; the message is PostgreSQL's."""


@dataclass(frozen=True)
class Query:
    """A prepared query and the columns it gives."""

    name: str
    text: str
    columns: tuple[ResultColumn, ...]

    @cached_property
    def types(self) -> tuple[str, ...]:
        """Of the columns."""
        return tuple(column.type for column in self.columns)


@dataclass(frozen=True)
class Answer:
    """The rows a query gave; None when it failed, with the SQLSTATE."""

    rows: tuple[tuple[Cell, ...], ...] | None
    state: str = ""
    count: int = 0
    """Rows, also when they were not read."""


class Scratch:
    """A database of its own on the author's server, dropped at the end."""

    def __init__(self, dsn: str, ddl: Sequence[str], invariants: Sequence[str]) -> None:
        self._dsn = dsn
        self.name = f"synthesis_{os.getpid()}_{next(_names)}"
        self._numbers = itertools.count(1)
        self._spill_kb = SPILL_KB
        self._untidy = 0
        self._maintain(f'CREATE DATABASE "{self.name}" {EMPTY}')
        try:
            self._wire = pq.PGconn.connect(_conninfo(dsn, self.name).encode())
            self.schema = self._prepare(ddl, invariants)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Scratch:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Drop the database."""
        if hasattr(self, "_wire"):
            self._wire.finish()
        self._maintain(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    def execute(self, text: str) -> list[list[str | None]]:
        """Run statements of ours; the rows of the last as texts. Raises Refused."""
        return _texts(_checked(self._wire.exec_(text.encode())))

    def give_room(self) -> bool:
        """Let queries write more temporary files from now on; False when there is no more to give."""
        if self._spill_kb >= MOST_SPILL_KB:
            return False
        self._spill_kb *= 4
        self.execute(f"SET temp_file_limit = '{self._spill_kb}kB'")
        return True

    def possible(self, conditions: Sequence[str]) -> list[bool]:
        """For each SELECT of one boolean: does it run and give true?"""
        return self._booleans(b"SELECT pg_temp.possible($1)", conditions)

    def settle(self, packs: Sequence[Sequence[tuple[str, Row]]]) -> list[bool]:
        """Empty the tables and add packs of rows one after another; says which PostgreSQL and invariants allow."""
        self._tidy()
        statements = ["; ".join(self._pack(pack)) for pack in packs]
        return self._booleans(b"SELECT pg_temp.settle($1, false)", statements)

    def load(self, draft: Draft) -> bool:
        """Empty the tables and add all rows at once; False when that is not valid."""
        self._tidy()
        statements = ["; ".join(inserts(self.schema, draft)) or "SELECT 1"]
        return self._booleans(b"SELECT pg_temp.settle($1, true)", statements)[0]

    def prepare(self, text: str) -> Query:
        """Parse a query. Raises Refused unless it is one statement that returns columns."""
        name = f"q{next(self._numbers)}"
        _checked(self._wire.prepare(name.encode(), text.encode()))
        told = _checked(self._wire.describe_prepared(name.encode()))
        if not told.nfields:
            raise Refused("it returns no columns")
        columns = tuple(
            ResultColumn((told.fname(n) or b"").decode(), *self._types.get(told.ftype(n), ("unknown", "X")))
            for n in range(told.nfields)
        )
        return Query(name, text, columns)

    def run(self, queries: Sequence[Query], rows: int | None = None) -> list[Answer]:
        """What queries give on the data loaded; with `rows`, other numbers of rows are only counted.

        Raises GradingFault when the session has ended.
        """
        answers: list[Answer] = []
        try:
            for start in range(0, len(queries), _BATCH):
                answers += self._batch(queries[start : start + _BATCH], rows)
        except OperationalError as error:
            raise GradingFault(_GONE) from error
        return answers

    def _batch(self, queries: Sequence[Query], rows: int | None) -> list[Answer]:
        wire = self._wire
        wire.enter_pipeline_mode()
        for query in queries:
            wire.send_query_prepared(query.name.encode(), None, result_format=1)
            wire.pipeline_sync()
        answers = [_answer(wire, rows) for _ in queries]
        if wire.status == pq.ConnStatus.BAD:
            raise GradingFault(_GONE)
        wire.exit_pipeline_mode()
        return answers

    def _tidy(self) -> None:
        """Before rows are put in: vacuum now and then."""
        self._untidy += 1
        if self._untidy > _TIDY and self.schema.tables:
            self.execute(f"VACUUM {', '.join(table.name for table in self.schema.tables)}")
            self._untidy = 0

    def _pack(self, pack: Sequence[tuple[str, Row]]) -> Iterator[str]:
        for table in self.schema.tables:
            rows = [row for name, row in pack if name == table.name]
            if rows:
                yield insert(table, rows)

    def _booleans(self, call: bytes, texts: Sequence[str]) -> list[bool]:
        if not texts:
            return []
        answer = _checked(self._wire.exec_params(call, [_array(texts).encode()]))
        told = (answer.get_value(0, 0) or b"").decode()
        return [word == "t" for word in told.strip("{}").split(",")]

    def _prepare(self, ddl: Sequence[str], invariants: Sequence[str]) -> Schema:
        for statement in ddl:
            self.execute(statement)
        told = self.execute("SELECT oid, format_type(oid, NULL), typcategory FROM pg_type")
        self._types = {int(oid or 0): (str(name), str(category)) for oid, name, category in told}
        schema = read_schema(self.execute(QUERY)[0][0] or "[]")
        for table in schema.tables:
            self.execute(f"ALTER TABLE {table.name} SET (autovacuum_enabled = off)")
        self.execute(_POSSIBLE)
        self.execute(_settle(schema, invariants))
        return schema

    def _maintain(self, statement: str) -> None:
        wire = pq.PGconn.connect(self._dsn.encode())
        try:
            if wire.status != pq.ConnStatus.OK:
                raise GradingFault(f"The database server does not answer: {wire.get_error_message()}")
            _checked(wire.exec_(statement.encode()))
        finally:
            wire.finish()


def _settle(schema: Schema, invariants: Sequence[str]) -> str:
    deletes = [f"DELETE FROM {table.name}" for table in schema.tables]  # noqa: S608 - quoted by PostgreSQL
    parts = ", ".join(f"d{n} AS ({text})" for n, text in enumerate(deletes[1:]))
    # In one statement, so that tables that refer to each other can be emptied.
    empty = f"{'WITH ' + parts if parts else ''} {deletes[0]};" if deletes else ""
    check = " ".join(
        f"SELECT ({text}) INTO holds; IF holds IS NOT TRUE THEN RAISE 'invariant'; END IF;"
        for text in invariants
    )
    return _SETTLE.format(empty=empty, check=check)


def _conninfo(dsn: str, database: str) -> str:
    settings = {
        **SETTINGS,
        "default_transaction_read_only": "off",
        "synchronous_commit": "off",
        "statement_timeout": f"{RUN_MILLISECONDS}ms",
        "work_mem": "64kB",
        "temp_file_limit": f"{SPILL_KB}kB",
    }
    options = " ".join(f"-c {name}={value}".replace(", ", ",\\ ") for name, value in settings.items())
    return make_conninfo(dsn, dbname=database, options=options)


def _checked(result: pq.abc.PGresult) -> pq.abc.PGresult:
    if result.status == pq.ExecStatus.FATAL_ERROR:
        message = result.error_field(pq.DiagnosticField.MESSAGE_PRIMARY)
        if message is None:  # libpq's own words, and none of a server
            raise GradingFault(_GONE)
        raise Refused(message.decode("utf-8", "replace"))
    return result


def _texts(result: pq.abc.PGresult) -> list[list[str | None]]:
    return [[_text(result.get_value(n, c)) for c in range(result.nfields)] for n in range(result.ntuples)]


def _text(cell: bytes | None) -> str | None:
    return None if cell is None else bytes(cell).decode()


def _array(texts: Sequence[str]) -> str:
    escaped = (text.replace("\\", "\\\\").replace('"', '\\"') for text in texts)
    return "{" + ",".join(f'"{text}"' for text in escaped) + "}"


def _answer(wire: pq.abc.PGconn, rows: int | None) -> Answer:
    """The next answer of the pipeline, up to and with its sync."""
    answer = Answer(None)
    while True:
        _wait(wire)
        result = wire.get_result()
        if result is None:
            if wire.status == pq.ConnStatus.BAD:  # it would be None for ever
                raise GradingFault(_GONE)
            continue
        if result.status == pq.ExecStatus.PIPELINE_SYNC:
            return answer
        if result.status == pq.ExecStatus.TUPLES_OK:
            answer = _read(result, rows)
        elif result.status == pq.ExecStatus.FATAL_ERROR:
            answer = Answer(None, _text(result.error_field(pq.DiagnosticField.SQLSTATE)) or "lost")


def _wait(wire: pq.abc.PGconn) -> None:
    """Until a result is there. libpq's own waiting keeps Python's lock, and with it the worker's other threads."""
    while wire.is_busy():
        coming = select.poll()
        coming.register(wire.socket, select.POLLIN)
        coming.poll()
        wire.consume_input()


def _read(result: pq.abc.PGresult, rows: int | None) -> Answer:
    count = result.ntuples
    if rows is not None and count != rows:
        return Answer((), count=count)
    width = range(result.nfields)
    return Answer(tuple(tuple(result.get_value(n, c) for c in width) for n in range(count)), count=count)
