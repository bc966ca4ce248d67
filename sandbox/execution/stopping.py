"""End a session that has run too long, in bounded time: cancel, then terminate.

A DO block can swallow a cancel, but not a termination. (What survives even that is the container's end.)
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


def halt(connection: pq.abc.PGconn, dsn: str, keep: Callable[[pq.abc.PGresult], None]) -> None:
    """Make the session end what it does; takes at most about CANCEL_SECONDS twice plus TERMINATE_SECONDS.

    `keep` gets the results that PostgreSQL had ready, but sent only now: it sends when its buffer is full.
    """
    pid = connection.backend_pid
    _cancel(connection)
    if not _drained(connection, time.monotonic() + CANCEL_SECONDS, keep):
        terminate(dsn, pid)


def terminate(dsn: str, pid: int) -> None:
    """End a session of the same role from another one; that it fails (no server any more) is fine."""
    deadline = time.monotonic() + TERMINATE_SECONDS
    with contextlib.suppress(ConnectionLost, TimeoutError, Error):
        helper = wire.connect(dsn, TERMINATE_SECONDS)
        try:
            helper.send_query(f"SELECT pg_catalog.pg_terminate_backend({pid})".encode())
            wire.flush(helper, deadline)
            wire.next_result(helper, deadline)
        finally:
            helper.finish()


def _cancel(connection: pq.abc.PGconn) -> None:
    # libpq's cancel has no time limit of its own: a server that is frozen would hold us.
    request = connection.get_cancel()

    def send() -> None:
        with contextlib.suppress(Error):
            request.cancel()

    thread = threading.Thread(target=send, name="assessor-cancel", daemon=True)
    thread.start()
    thread.join(CANCEL_SECONDS)


def _drained(connection: pq.abc.PGconn, deadline: float, keep: Callable[[pq.abc.PGresult], None]) -> bool:
    try:
        while (result := wire.next_result(connection, deadline)) is not None:
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
