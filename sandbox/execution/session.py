"""A session that stays open: its transaction and its temporary tables outlive a run."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Mapping
from dataclasses import replace

from psycopg import Error, pq

from sandbox import wire
from sandbox.errors import ConnectionLost
from sandbox.execution.exchange import Exchange, unsendable
from sandbox.execution.results import RunLimits, RunOutcome, RunResult, SessionState, SqlError
from sandbox.execution.stopping import CANCEL_SECONDS, cancel, terminate
from sandbox.role import is_full, log_in

DEFAULT_LIMITS = RunLimits()
CONNECT_SECONDS = 5.0

_RESET_ENCODING_SECONDS = 1.0
_MOST_READS = 100
"""Of an idle session at once: others may send it notifications without end."""
_STATES: dict[int, SessionState] = {
    pq.TransactionStatus.IDLE: SessionState.IDLE,
    pq.TransactionStatus.INTRANS: SessionState.IN_TRANSACTION,
    pq.TransactionStatus.INERROR: SessionState.FAILED,
}
_USABLE = frozenset(_STATES)
_RESTORED = (
    "Settings or a password given to your role (ALTER ROLE) were taken back: they last for no other run."
)
_FULL = "Other runs of yours are still at work, and a server takes a few at a time: wait for them, then run this again."
_STUBBORN = "You cancelled it; it did not stop by itself, so its session was ended."
_LOST = "PostgreSQL ended the session: the server was restarted, put to sleep or replaced."
_BY_SQLSTATE = {
    "57P01": "PostgreSQL ended the session: its server was shut down, or pg_terminate_backend() was called.",
    "57P02": "Another session of your server crashed or ran out of memory, and that ended all of them.",
    "25P03": "PostgreSQL ended the session, whose transaction was left idle for too long.",
    "57P05": "PostgreSQL ended the session, which was idle for too long.",
}


class Session:
    """One login of a candidate's role. One text at a time; `state` and `cancel` may be called from any thread."""

    def __init__(
        self, connection: pq.abc.PGconn, dsn: str, platform_dsn: str | None, *, restored: bool = False
    ) -> None:
        """Use `open_session`."""
        self._connection, self._dsn, self._platform_dsn = connection, dsn, platform_dsn
        self._untold = (_RESTORED,) if restored else ()
        self._lock = threading.Lock()
        """Held by whoever speaks to the server, and while the connection is closed."""
        self._signal = threading.Lock()
        """Held while a cancel is under way: it must not meet the next text."""
        self._running = False
        self._finished = threading.Event()
        self._terminated: str | None = None
        self.ended: str | None = None
        """Why it is over, as a sentence; None while it lives."""
        self._listen()

    @property
    def state(self) -> SessionState:
        """What a page shows beside a tab."""
        if self.ended is not None:
            return SessionState.ENDED
        if self._running:
            return SessionState.RUNNING
        return _STATES.get(self._connection.transaction_status, SessionState.ENDED)

    def run(self, sql: str, limits: RunLimits = DEFAULT_LIMITS) -> RunResult:
        """Run the whole text; never raises for what the text does. At most limits.seconds and about 4 for ending it.

        A session that had to be terminated, or was lost, has ended: see `ended`.
        """
        refused = unsendable(sql)
        if refused is not None:
            return RunResult(RunOutcome.ERROR, error=refused, message=refused.message)
        with self._lock:
            self._begin()
            try:
                result = Exchange(self._connection, self._dsn, limits, self._platform_dsn).execute(
                    sql.encode()
                )
            finally:
                self._finish()
            return self._concluded(result)

    def cancel(self) -> bool:
        """Stop what runs now; a text that resists loses its session. Whether anything ran."""
        with self._signal:
            if not self._running:
                return False
            cancel(self._connection)
            if not self._finished.wait(CANCEL_SECONDS):
                self._terminate(_STUBBORN)
        return True

    def terminate(self, reason: str) -> bool:
        """End what runs now, and the session with it; whether anything ran."""
        with self._signal:
            if self._running:
                self._terminate(reason)
            return self._running

    def alive(self) -> bool:
        """Whether a session that nobody uses now is still there; reads what the server sent meanwhile."""
        if self.ended is not None:
            return False
        if not self._lock.acquire(blocking=False):
            return True
        try:
            self._read_what_came()
        except Error:
            self.ended = self.ended or _LOST
        finally:
            self._lock.release()
        return self.ended is None

    def close(self, reason: str = "It was closed.") -> None:
        """End it, and what runs in it; its transaction is rolled back."""
        self.terminate(reason)
        with self._lock:
            self.ended = self.ended or reason
            self._connection.finish()

    def _read_what_came(self) -> None:
        for _ in range(_MOST_READS):
            if not wire.readable(self._connection):
                return
            self._connection.consume_input()
            # Parses, and so calls the handler of notices.
            self._connection.is_busy()
            wire.forget_notifications(self._connection)

    def _terminate(self, reason: str) -> None:
        self._terminated = reason
        terminate(self._platform_dsn or self._dsn, self._connection.backend_pid)

    def _begin(self) -> None:
        if self._connection.parameter_status(b"client_encoding") != b"UTF8":
            # An earlier text changed it, and this one is sent as UTF-8.
            with contextlib.suppress(ConnectionLost):
                wire.ask(self._connection, "SET client_encoding TO 'UTF8'", _RESET_ENCODING_SECONDS)
        self._finished.clear()
        self._running = True

    def _finish(self) -> None:
        self._finished.set()
        with self._signal:
            self._running = False
        self._listen()

    def _concluded(self, result: RunResult) -> RunResult:
        told, self._untold = self._untold, ()
        if told:
            result = replace(result, notices=(*told, *result.notices))
        lost = result.outcome is RunOutcome.INTERRUPTED or result.session_left
        if lost or self._connection.transaction_status not in _USABLE:
            if self._terminated:
                result = replace(result, outcome=RunOutcome.INTERRUPTED, message=self._terminated)
            self.ended = self.ended or result.message or _LOST
        return result

    def _listen(self) -> None:
        """From now on, what PostgreSQL says to an idle session is kept only if it tells of its end."""
        self._connection.notice_handler = self._told

    def _told(self, notice: pq.abc.PGresult) -> None:
        sqlstate = (notice.error_field(pq.DiagnosticField.SQLSTATE) or b"").decode("ascii", "replace")
        if notice.error_field(pq.DiagnosticField.SEVERITY_NONLOCALIZED) == b"FATAL":
            self.ended = _BY_SQLSTATE.get(sqlstate, _LOST)


def open_session(
    dsn: str,
    *,
    platform_dsn: str | None = None,
    application_name: str = "assessor",
    settings: Mapping[str, str] | None = None,
) -> Session:
    """A session of the role of `dsn`, begun as its template had it; raises ConnectionLost with libpq's words.

    With `platform_dsn` what an earlier text did to its role is undone first (see sandbox.role), and a text that
    resists is ended by the platform's role. `settings` hold from the login on; a text can change them.
    """
    names = {"application_name": application_name, "client_encoding": "UTF8"}
    if settings:
        names["options"] = " ".join(f"-c {name}={value}" for name, value in settings.items())
    connection, restored = log_in(dsn, platform_dsn, CONNECT_SECONDS, **names)
    return Session(connection, dsn, platform_dsn, restored=restored)


def unreachable(reason: str) -> RunResult:
    """What a run gives for which no session could be opened; it has no duration, since nothing ran."""
    if is_full(reason):
        return RunResult(RunOutcome.ERROR, error=SqlError("53300", _FULL), message=_FULL)
    # Without libpq's preamble, which names a folder of the host.
    told = reason.rpartition("failed: ")[2]
    return RunResult(RunOutcome.INTERRUPTED, message=f"PostgreSQL could not be reached: {told}")
