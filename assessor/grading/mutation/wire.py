"""Run a statement of the author's and bring back its result as it comes over the wire.

Nothing that a candidate wrote comes here: the server itself holds the limit of time, and the role is the platform's,
which sees every dataset of the lab at once.
"""

from __future__ import annotations

import selectors
from collections.abc import Iterator
from types import TracebackType

import psycopg
from psycopg import pq
from psycopg.conninfo import make_conninfo

from assessor.errors import GradingFault
from assessor.grading.session import SETTINGS
from assessor.grading.table import ResultColumn, ResultTable

_TYPES = "SELECT oid, pg_catalog.format_type(oid, NULL), typcategory FROM pg_catalog.pg_type"
_NOTICED = ("57014", "53400")
"""SQLSTATEs of what was stopped because it took too long or wrote too many temporary files."""
_REFUSED = ("42", "0A")


class Failed(Exception):
    """A statement gave no result."""

    def __init__(self, reason: str, *, final: bool, noticed: bool = False) -> None:
        super().__init__(reason)
        self.final = final
        """PostgreSQL would say the same on other data."""
        self.noticed = noticed
        """It takes too long or gives too much, which nobody overlooks."""


class Wire:
    """A connection to one dataset. Raises GradingFault when the server fails."""

    def __init__(
        self, dsn: str, database: str, seconds: float, rows: int, spill_mb: int | None = None
    ) -> None:
        """`spill_mb` bounds the temporary files: a recursion that turns in circles gets there long before its time
        is over."""
        self._rows = rows
        try:
            conninfo = make_conninfo(dsn, dbname=database, connect_timeout=10)
            self._conn = psycopg.connect(conninfo, autocommit=True)
            settings = {**SETTINGS, "statement_timeout": f"{round(seconds * 1000)}ms"}
            settings |= {"temp_file_limit": f"{spill_mb}MB"} if spill_mb else {}
            for name, value in settings.items():
                self._conn.execute("SELECT pg_catalog.set_config(%s, %s, false)", (name, value))
            self._types = {oid: (name, category) for oid, name, category in self._conn.execute(_TYPES)}
        except psycopg.Error as error:
            raise GradingFault(f"The lab's PostgreSQL does not answer: {error}") from error

    def __enter__(self) -> Wire:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._conn.close()

    def fetch(self, text: str) -> ResultTable:
        """The result of one statement. Raises Failed."""
        columns: tuple[ResultColumn, ...] = ()
        rows: list[tuple[bytes | None, ...]] = []
        for result in self._results(text):
            columns = columns or tuple(self._column(result, number) for number in range(result.nfields))
            rows += (_row(result, number) for number in range(result.ntuples))
            if len(rows) > self._rows:
                self._stop()
                raise Failed("there are far too many rows", final=False, noticed=True)
        return ResultTable(columns, tuple(rows))

    def _column(self, result: pq.abc.PGresult, number: int) -> ResultColumn:
        name = (result.fname(number) or b"").decode()
        return ResultColumn(name, *self._types.get(result.ftype(number), ("unknown", "X")))

    def _results(self, text: str) -> Iterator[pq.abc.PGresult]:
        wire = self._conn.pgconn
        wire.send_query_params(text.encode(), None, result_format=pq.Format.BINARY)
        wire.set_single_row_mode()
        failed: Failed | None = None
        while (result := self._next()) is not None:
            if result.status == pq.ExecStatus.FATAL_ERROR:
                failed = _failed(result)
            else:
                yield result
        if failed:
            raise failed

    def _next(self) -> pq.abc.PGresult | None:
        wire = self._conn.pgconn
        try:
            with selectors.DefaultSelector() as selector:
                selector.register(wire.socket, selectors.EVENT_READ)
                while wire.is_busy():
                    selector.select()
                    wire.consume_input()
            return wire.get_result()
        except psycopg.Error as error:
            raise GradingFault(f"The lab's PostgreSQL went away: {error}") from error

    def _stop(self) -> None:
        self._conn.cancel_safe()
        while self._next() is not None:
            pass


def _row(result: pq.abc.PGresult, number: int) -> tuple[bytes | None, ...]:
    return tuple(result.get_value(number, column) for column in range(result.nfields))


def _failed(result: pq.abc.PGresult) -> Failed:
    state = (result.error_field(pq.DiagnosticField.SQLSTATE) or b"").decode()
    message = (result.error_field(pq.DiagnosticField.MESSAGE_PRIMARY) or b"").decode("utf-8", "replace")
    if not state or state.startswith(("57P", "58", "XX")):
        raise GradingFault(f"The lab's PostgreSQL failed: {message} ({state})")
    return Failed(f"{message} ({state})", final=state.startswith(_REFUSED), noticed=state in _NOTICED)
