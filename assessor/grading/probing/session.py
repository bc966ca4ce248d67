"""Sessions in which an answer is applied and probed: they may write, and are bounded from outside like all others.

Whatever is asked for on our own behalf is asked for with an empty search_path, where no object of the answer's can be
in the place of PostgreSQL's own.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from psycopg import pq

from assessor.grading.session import SETTINGS, Ended, KnownTypes, Limits, Parameters, Session, Stopped
from assessor.grading.table import ResultColumn, ResultTable
from assessor.grading.told import Tally
from assessor.grading.work import Work

_SEARCH_PATH = b'SET search_path = "$user", public'
_COPIES = (pq.ExecStatus.COPY_OUT, pq.ExecStatus.COPY_IN, pq.ExecStatus.COPY_BOTH)


@dataclass(frozen=True)
class Answered:
    """What one statement gave: its rows if it returns any, and how many rows it returned or changed."""

    table: ResultTable | None
    rows: int


class ProbeSession(Session):
    """A session of one role in a copy of a database."""

    settings: Mapping[str, str] = {
        **SETTINGS,
        "default_transaction_read_only": "off",
        "search_path": "pg_catalog",
    }

    def __init__(
        self,
        dsn: str,
        database: str,
        limits: Limits,
        known: KnownTypes | None = None,
        *,
        trusted: bool = False,
    ) -> None:
        """`trusted`: only statements of the author's run in it, and none of the answer's objects is found by name."""
        super().__init__(dsn, database, limits, known)
        self._names = self.types()
        if not trusted:
            self._ours(_SEARCH_PATH)

    def execute(self, text: str, parameters: Parameters = ()) -> Answered:
        """Run one statement in a transaction of its own. Raises Stopped."""
        self._restart()
        self._ask(lambda wire: wire.send_prepare(b"", text.encode()), parsing=True)
        description = self._ask(lambda wire: wire.send_describe_prepared(b""), parsing=True)
        columns = tuple(
            ResultColumn(
                (description.fname(number) or b"").decode("utf-8", "replace"),
                *self._names.get(description.ftype(number), ("unknown", "X")),
            )
            for number in range(description.nfields)
        )
        tally = Tally()
        self._told = tally
        rows, affected = [], 0
        for result, found in self._rows(parameters):
            rows += found
            affected += result.command_tuples or 0
        return Answered(ResultTable(columns, tuple(rows)) if columns else None, affected)

    def measure(self, text: str, parameters: Parameters = ()) -> tuple[Answered, Work]:
        """Run one statement; what it gave and the work it took. Raises Stopped."""
        answered = self.execute(text, parameters)
        told = self._told
        if not isinstance(told, Tally) or told.unreadable:
            raise Stopped(Ended.ERROR, "its plan is nested too deeply to be measured")
        is_select = text.lstrip().lower().startswith(("select", "with", "values", "table"))
        return answered, told.work(is_select=is_select)

    def script(self, text: str, *, openly: bool) -> None:
        """Run several statements, all or nothing unless they say otherwise. Raises Stopped as tell does."""
        self._ours(_SEARCH_PATH)
        self.tell(text, openly=openly)
        if self.in_transaction:
            raise Stopped(Ended.REFUSED, "it leaves a transaction open: COMMIT is missing")

    def tell(self, text: str, *, openly: bool = False) -> int:
        """Run statements of which no rows are wanted; how many the last one returned or changed.

        PostgreSQL's message is told if `openly`: it may quote the data. Raises Stopped.
        """
        self._restart()
        self._send(lambda wire: wire.send_query(text.encode()))
        rows = 0
        for result in self._results():
            if result.status in _COPIES:
                raise Stopped(Ended.REFUSED, "COPY to or from the client has no data here")
            try:
                self._refuse_errors(result, parsing=False)
            except Stopped as stopped:
                if openly and stopped.ended is Ended.ERROR:
                    raise Stopped(Ended.ERROR, _in_full(result, text, stopped), stopped.sqlstate) from stopped
                raise
            rows = result.command_tuples or 0
        return rows

    def ask(self, text: str) -> list[str]:
        """The first row of a query of our own, which finds nothing by name. Raises LabUnreachable."""
        self._restart()
        row = self._ours(text.encode())
        return [(row.get_value(0, column) or b"").decode() for column in range(row.nfields)]

    def renew(self) -> None:
        """Forget whatever was done in it, as a new session would. Raises Stopped."""
        self.tell("ROLLBACK")
        self.tell("DISCARD ALL")
        self._ours(_SEARCH_PATH)

    @property
    def is_busy(self) -> bool:
        """Whether a statement may still run in it."""
        status = self._conn.pgconn.transaction_status
        return status in (pq.TransactionStatus.ACTIVE, pq.TransactionStatus.UNKNOWN)

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open, also one that has failed."""
        return self._conn.pgconn.transaction_status != pq.TransactionStatus.IDLE

    @cached_property
    def pid(self) -> int:
        """Of the server's process."""
        return self._conn.pgconn.backend_pid

    def _refuse_errors(self, result: pq.abc.PGresult, parsing: bool) -> None:
        """As in every session, which then goes on: the server's last word on the statement is waited for."""
        try:
            super()._refuse_errors(result, parsing)
        except Stopped as stopped:
            if stopped.ended in (Ended.ERROR, Ended.REFUSED):
                for _ in self._results():
                    pass
            raise

    def _restart(self) -> None:
        self._deadline = time.monotonic() + self.limits.seconds


def _in_full(result: pq.abc.PGresult, text: str, stopped: Stopped) -> str:
    message = (result.error_field(pq.DiagnosticField.MESSAGE_PRIMARY) or b"").decode("utf-8", "replace")
    position = result.error_field(pq.DiagnosticField.STATEMENT_POSITION)
    where = f", line {text.count(chr(10), 0, int(position) - 1) + 1}" if position else ""
    return f"PostgreSQL does not accept it: {message} ({stopped.sqlstate}{where})"
