"""Sessions in which an answer is applied and probed: they may write, and are bounded from outside like all others.

Whatever is asked for on our own behalf is asked for with an empty search_path, where no object of the answer's can be
in the place of PostgreSQL's own.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass

from psycopg import pq

from assessor.grading.session import SETTINGS, Ended, Limits, Parameters, Session, Stopped
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

    def __init__(self, dsn: str, database: str, limits: Limits, *, trusted: bool = False) -> None:
        """`trusted`: only statements of the author's run in it, and none of the answer's objects is found by name."""
        super().__init__(dsn, database, limits)
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
        """Run several statements, all or nothing unless they say otherwise.

        PostgreSQL's message is told if `openly`: it may quote the data. Raises Stopped.
        """
        self._ours(_SEARCH_PATH)
        self._restart()
        self._send(lambda wire: wire.send_query(text.encode()))
        for result in self._results():
            if result.status in _COPIES:
                raise Stopped(Ended.REFUSED, "COPY to or from the client has no data here")
            try:
                self._refuse_errors(result, parsing=False)
            except Stopped as stopped:
                if openly and stopped.ended is Ended.ERROR:
                    raise Stopped(Ended.ERROR, _in_full(result, text, stopped), stopped.sqlstate) from stopped
                raise
        if self._conn.pgconn.transaction_status != pq.TransactionStatus.IDLE:
            raise Stopped(Ended.REFUSED, "it leaves a transaction open: COMMIT is missing")

    def _restart(self) -> None:
        self._deadline = time.monotonic() + self.limits.seconds


def _in_full(result: pq.abc.PGresult, text: str, stopped: Stopped) -> str:
    message = (result.error_field(pq.DiagnosticField.MESSAGE_PRIMARY) or b"").decode("utf-8", "replace")
    position = result.error_field(pq.DiagnosticField.STATEMENT_POSITION)
    where = f", line {text.count(chr(10), 0, int(position) - 1) + 1}" if position else ""
    return f"PostgreSQL does not accept it: {message} ({stopped.sqlstate}{where})"
