"""End a session that has run too long, in bounded time: cancel, then terminate.

A DO block can swallow a cancel, but not a termination. What survives even that (a frozen process, a loop that looks
at no signal) is told to the caller: only the end of the server ends it, and that is the watchdog's.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable

from psycopg import Error, pq

from sandbox import wire
from sandbox.errors import ConnectionLost

CANCEL_SECONDS = 1.0
TERMINATE_SECONDS = 2.0
_LAST_LOOK_SECONDS = 0.2


def halt(
    connection: pq.abc.PGconn, dsn: str, keep: Callable[[pq.abc.PGresult], None], platform_dsn: str | None
) -> bool:
    """Make the session end what it does; whether it did, within CANCEL_SECONDS twice and TERMINATE_SECONDS.

    `keep` gets the results that PostgreSQL had ready, but sent only now: it sends when its buffer is full.
    """
    pid = connection.backend_pid
    cancel(connection)
    if _drained(connection, time.monotonic() + CANCEL_SECONDS, keep):
        return True
    ended = terminate(platform_dsn or dsn, pid)
    return ended or _drained(connection, time.monotonic() + _LAST_LOOK_SECONDS, lambda _: None)


def terminate(dsn: str, pid: int) -> bool:
    """End a session from another one, of the same role or the platform's; whether it is known to have ended."""
    text = f"SELECT pg_catalog.pg_terminate_backend({pid}, {round(TERMINATE_SECONDS * 500)})"
    try:
        return wire.query(dsn, text, TERMINATE_SECONDS, options=wire.NO_SEARCH_PATH) == [("t",)]
    except ConnectionLost:
        return False


def cancel(connection: pq.abc.PGconn) -> None:
    """Ask the server to stop the running statement, within CANCEL_SECONDS; whether it does is another matter."""
    # libpq's cancel has no time limit of its own: a server that is frozen would hold us.
    request = connection.get_cancel()

    def send() -> None:
        with contextlib.suppress(Error):
            request.cancel()

    thread = threading.Thread(target=send, name="assessor-cancel", daemon=True)
    thread.start()
    thread.join(CANCEL_SECONDS)


def _drained(connection: pq.abc.PGconn, deadline: float, keep: Callable[[pq.abc.PGresult], None]) -> bool:
    def forget() -> None:
        wire.forget_notifications(connection)

    try:
        while (result := wire.next_result(connection, deadline, forget)) is not None:
            if result.status in (pq.ExecStatus.COPY_IN, pq.ExecStatus.COPY_OUT, pq.ExecStatus.COPY_BOTH):
                return False
            if result.status != pq.ExecStatus.FATAL_ERROR:
                keep(result)
            if time.monotonic() > deadline:
                return False
    except TimeoutError:
        return False
    except (ConnectionLost, Error):
        return True
    return True
