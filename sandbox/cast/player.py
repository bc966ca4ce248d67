"""One session whose statements are sent without waiting for their answers."""

from __future__ import annotations

import fcntl
import struct
import termios
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from psycopg import OperationalError, pq

from sandbox import wire

MOST_BYTES = 32_000_000
"""Of one answer; a session that is sent more is closed."""

_PATIENT = "SET statement_timeout = 0; SET lock_timeout = 0; SET idle_in_transaction_session_timeout = 0"
_SINCE_17 = "; SET transaction_timeout = 0"
_KNOWS_TRANSACTION_TIMEOUT = 170000


class Doing(StrEnum):
    """What a session does."""

    DONE = "done"
    """Everything that was said has been answered."""
    WAITING = "waiting"
    FAILED = "failed"
    """A statement ended with an error; what was to follow was not said."""
    LOST = "lost"
    """The session is over."""


@dataclass(frozen=True)
class Reply:
    """The answer to one statement: its command tag and rows, and the first value."""

    tag: str = ""
    rows: int = 0
    first: str | None = None


class Player:
    """A session. Raises ConnectionLost, with libpq's words, where the server lets none begin."""

    def __init__(self, dsn: str, name: str, seconds: float, *, patient: bool = True) -> None:
        """`patient`: no timeout of the server's own ends its statements or its transactions."""
        self.name = name
        self._wire = wire.connect(dsn, seconds, application_name=name)
        self.pid = self._wire.backend_pid
        self.doing = Doing.DONE
        self.sqlstate = self.message = ""
        self.reply = Reply()
        self.said = 0
        """How many statements were answered without an error since `say`."""
        self._queue: list[str] = []
        self._received = 0
        if patient:
            since = self._wire.server_version >= _KNOWS_TRANSACTION_TIMEOUT
            wire.ask(self._wire, _PATIENT + (_SINCE_17 if since else ""), seconds)

    @property
    def socket(self) -> int:
        """What becomes readable when something comes; -1 once the session is over."""
        return -1 if self.doing is Doing.LOST else self._wire.socket

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open."""
        status = pq.TransactionStatus
        return self.doing is not Doing.LOST and self._wire.transaction_status in (
            status.INTRANS,
            status.INERROR,
        )

    def say(self, statements: Sequence[str]) -> None:
        """Send these, each after the one before it was answered."""
        if self.doing is not Doing.LOST:
            self._queue, self.said, self.sqlstate, self.message = list(statements), 0, "", ""
            self._next()

    def poll(self) -> Doing:
        """Take what has come, without waiting."""
        try:
            while self.doing is not Doing.LOST and wire.readable(self._wire):
                self._refuse_flood()
                self._wire.consume_input()
                self._take_all()
            self._take_all()
        except OperationalError:
            self._lose()
        return self.doing

    def cancel(self) -> None:
        """Ask the server to stop the statement; the answer tells whether it did."""
        if self.doing is Doing.WAITING:
            self._wire.get_cancel().cancel()

    def close(self) -> None:
        """End the session; the server rolls an open transaction back."""
        self._wire.finish()
        self.doing = Doing.LOST

    def _next(self) -> None:
        if not self._queue:
            self.doing = Doing.DONE
            return
        self.doing, self.reply, self._received = Doing.WAITING, Reply(), 0
        try:
            self._wire.send_query(self._queue.pop(0).encode())
            self._wire.set_single_row_mode()
            self._wire.flush()
        except OperationalError:
            self._lose()

    def _take_all(self) -> None:
        while self.doing is Doing.WAITING and not self._wire.is_busy():
            result = self._wire.get_result()
            if result is not None:
                self._take(result)
            elif self.sqlstate:
                self.doing = Doing.FAILED
            else:
                self.said += 1
                self._next()

    def _take(self, result: pq.abc.PGresult) -> None:
        self._received = 0
        if result.status == pq.ExecStatus.FATAL_ERROR:
            field = pq.DiagnosticField
            self.sqlstate = (result.error_field(field.SQLSTATE) or b"08006").decode()
            self.message = (result.error_field(field.MESSAGE_PRIMARY) or b"").decode("utf-8", "replace")
            return
        if result.status in (pq.ExecStatus.COPY_IN, pq.ExecStatus.COPY_OUT):
            self.sqlstate, self.message = "0A000", "COPY to or from the client has no data here"
            self._lose()
            return
        first = self.reply.first
        if result.ntuples and not self.reply.rows:
            value = result.get_value(0, 0)
            first = None if value is None else value.decode("utf-8", "replace")
        tag = (result.command_status or b"").decode()
        self.reply = Reply(tag, self.reply.rows + result.ntuples, first)

    def _refuse_flood(self) -> None:
        waiting = fcntl.ioctl(self._wire.socket, termios.FIONREAD, b"\0" * 4)
        self._received += int(struct.unpack("i", waiting)[0])
        if self._received > MOST_BYTES:
            self.sqlstate, self.message = "54000", f"its result is larger than {MOST_BYTES:,} bytes"
            raise OperationalError(self.message)

    def _lose(self) -> None:
        self._wire.finish()
        self.doing = Doing.LOST
        self.message = self.message or "the session was ended"
