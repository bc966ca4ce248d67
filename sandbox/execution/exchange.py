"""Send one text on an open connection, receive everything it gives, within the limits.

The simple query protocol takes several statements at once; row by row, so that libpq buffers no result.
"""

from __future__ import annotations

import fcntl
import struct
import termios
import time

from psycopg import Error, pq

from sandbox import wire
from sandbox.errors import ConnectionLost
from sandbox.execution.collector import Collector
from sandbox.execution.results import RunLimits, RunOutcome, RunResult, SqlError
from sandbox.execution.stopping import halt, terminate
from sandbox.execution.types import ColumnTypes

LARGEST_MESSAGE = 8 * 2**20
"""Bytes of one row, beyond which we stop reading it: libpq can hand out a row only as a whole. Best effort, since
libpq may read faster than we count; what really bounds a row is the memory of the server that has to make it."""

_OTHER_ENCODING = (
    "The text changed client_encoding; results are read as UTF-8 and may show replacement characters."
)
_COPY_OUT = "COPY ... TO STDOUT ran, but its output is not shown here; select the rows instead."
_COPY_IN = "COPY ... FROM STDIN gets no data here; use INSERT"
_LOST = "The connection to PostgreSQL was lost: the server ran out of memory, crashed or was restarted."
_KILLED = (
    "PostgreSQL lost this session without a word: most likely the statement ran out of memory, at the memory limit of"
    " your server. The server is back in a moment, with all that was committed."
)
_ELSEWHERE = (
    "The connection to PostgreSQL was lost: another session of your server crashed or ran out of memory, and that ends"
    " all of them. The server is back in a moment, with all that was committed."
)
_LEFT = " Its session does not end; the server is being restarted."


def unsendable(sql: str) -> SqlError | None:
    """What PostgreSQL cannot take of a text, if anything."""
    for offset, character in enumerate(sql):
        if character == "\0" or "\ud800" <= character <= "\udfff":
            what = "a NUL character" if character == "\0" else "half a surrogate pair"
            return SqlError(
                "22021", f"The text contains {what}, which PostgreSQL cannot take.", position=offset + 1
            )
    return None


class _TooLarge(Exception):
    """A single row is larger than LARGEST_MESSAGE."""


class Exchange:
    """One text and its answer on a connection that is idle or in a transaction."""

    def __init__(
        self, connection: pq.abc.PGconn, dsn: str, limits: RunLimits, platform_dsn: str | None
    ) -> None:
        self._connection, self._dsn, self._platform_dsn = connection, dsn, platform_dsn
        self._limits, self._collector = limits, Collector(limits)
        self._session_left = False
        self._received = 0

    def execute(self, text: bytes) -> RunResult:
        """Send, receive, stop if need be, and say how it ended."""
        started = time.monotonic()
        self._connection.notice_handler = self._notice
        outcome = RunOutcome.OK
        try:
            self._exchange(text, started + self._limits.seconds)
        except TimeoutError:
            outcome = RunOutcome.TIMED_OUT
            self._stop()
        except _TooLarge:
            self._refuse_row()
        except (ConnectionLost, Error):
            outcome = RunOutcome.INTERRUPTED
            self._collector.stopped()
        return self._conclude(outcome, (time.monotonic() - started) * 1000)

    def _exchange(self, text: bytes, deadline: float) -> None:
        self._connection.send_query(text)
        self._connection.set_single_row_mode()
        wire.flush(self._connection, deadline)
        while (result := wire.next_result(self._connection, deadline, self._before_reading)) is not None:
            self._received = 0
            wire.forget_notifications(self._connection)
            if result.status == pq.ExecStatus.COPY_IN:
                self._connection.put_copy_end(_COPY_IN.encode())
                wire.flush(self._connection, deadline)
            elif result.status == pq.ExecStatus.COPY_OUT:
                self._skip_copy(deadline)
            else:
                self._collector.result(result)
            if time.monotonic() >= deadline:
                raise TimeoutError

    def _skip_copy(self, deadline: float) -> None:
        while (length := self._connection.get_copy_data(1)[0]) >= 0:
            if length > 0:
                self._received = 0
            elif not wire.wait(self._connection, deadline):
                raise TimeoutError
            else:
                self._before_reading()
                self._connection.consume_input()
        self._collector.refuse("0A000", _COPY_OUT)

    def _notice(self, result: pq.abc.PGresult) -> None:
        self._received = 0
        self._collector.notice(result)

    def _before_reading(self) -> None:
        if wire.forget_notifications(self._connection):
            self._received = 0
        # A lower bound of what libpq buffers for the message that it has not got whole yet.
        waiting = fcntl.ioctl(self._connection.socket, termios.FIONREAD, b"\0" * 4)
        self._received += int(struct.unpack("i", waiting)[0])
        if self._received > LARGEST_MESSAGE:
            raise _TooLarge

    def _stop(self) -> None:
        self._connection.notice_handler = None
        ended = halt(self._connection, self._dsn, self._collector.result, self._platform_dsn)
        self._session_left = not ended
        self._collector.stopped()

    def _refuse_row(self) -> None:
        text = f"A row of the result is larger than {LARGEST_MESSAGE // 2**20} MB, too large to show."
        self._collector.refuse("54000", text)
        # Not drained as in _stop: the rest of that row would be received.
        self._connection.notice_handler = None
        ended = terminate(self._platform_dsn or self._dsn, self._connection.backend_pid)
        self._session_left = not ended
        self._collector.stopped()

    def _conclude(self, outcome: RunOutcome, duration_ms: float) -> RunResult:
        collected = self._collector
        if outcome is RunOutcome.OK and collected.error is not None:
            dead = self._connection.status == pq.ConnStatus.BAD
            outcome = RunOutcome.INTERRUPTED if dead else RunOutcome.ERROR
        if self._connection.parameter_status(b"client_encoding") not in (b"UTF8", None):
            collected.notices.append(_OTHER_ENCODING)
        return RunResult(
            outcome=outcome,
            results=collected.results(ColumnTypes(self._connection, collected.raw_columns)),
            error=collected.error,
            notices=tuple(collected.notices),
            duration_ms=duration_ms,
            message=self._message(outcome, collected.error),
            results_omitted=collected.results_omitted,
            notices_omitted=collected.notices_omitted,
            session_left=self._session_left,
        )

    def _message(self, outcome: RunOutcome, error: SqlError | None) -> str:
        if outcome is RunOutcome.TIMED_OUT:
            left = _LEFT if self._session_left else ""
            return f"Stopped after {self._limits.seconds:g} seconds, the time limit of one run.{left}"
        if outcome is RunOutcome.INTERRUPTED:
            if error and error.sqlstate:
                return f"{_LOST} PostgreSQL said: {error.message}"
            return _ELSEWHERE if self._collector.crash_elsewhere else _KILLED
        return error.message if error else ""
