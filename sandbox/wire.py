"""Talking to PostgreSQL with a bound on every wait.

psycopg's own connections wait as long as the server does; a stopped or frozen sandbox must not hold us.
"""

from __future__ import annotations

import select
import time
from collections.abc import Callable
from urllib.parse import quote

from psycopg import OperationalError, pq
from psycopg.conninfo import make_conninfo

from sandbox.errors import ConnectionLost

PORT = "5432"
"""Part of the socket's file name; fixed, so that PGPORT in our environment changes nothing."""


NO_SEARCH_PATH = "-c search_path="
"""Options of the platform's sessions in a database with strangers' objects: only what PostgreSQL ships is found."""


def conninfo(host: str, user: str, password: str, dbname: str) -> str:
    """A libpq key=value string for a server behind a unix socket directory; holds the secret."""
    return make_conninfo(
        "",
        host=host,
        port=PORT,
        user=user,
        password=password,
        dbname=dbname,
        require_auth="scram-sha-256",
    )


def uri(host: str, user: str, password: str, dbname: str) -> str:
    """The same as a libpq URI."""
    login = f"{quote(user, safe='')}:{quote(password, safe='')}"
    options = f"host={quote(host, safe='')}&port={PORT}&require_auth=scram-sha-256"
    return f"postgresql://{login}@/{quote(dbname, safe='')}?{options}"


def wait(connection: pq.abc.PGconn, deadline: float, *, read: bool = True, write: bool = False) -> bool:
    """Wait for the socket until time.monotonic() reaches `deadline`; False when the time is over."""
    left = deadline - time.monotonic()
    if left <= 0:
        return False
    poller = select.poll()
    poller.register(connection.socket, (select.POLLIN if read else 0) | (select.POLLOUT if write else 0))
    return bool(poller.poll(left * 1000))


def readable(connection: pq.abc.PGconn) -> bool:
    """Whether bytes, or the end of the connection, wait to be read; waits for nothing."""
    poller = select.poll()
    poller.register(connection.socket, select.POLLIN)
    return bool(poller.poll(0))


def connect(dsn: str, seconds: float, **overrides: str) -> pq.abc.PGconn:
    """An open non-blocking connection; raises ConnectionLost with libpq's words, also when the time is over."""
    deadline = time.monotonic() + seconds
    connection = pq.PGconn.connect_start(make_conninfo(dsn, **overrides).encode())
    try:
        _establish(connection, deadline)
    except BaseException:
        connection.finish()
        raise
    connection.nonblocking = 1
    return connection


def _establish(connection: pq.abc.PGconn, deadline: float) -> None:
    while True:
        try:
            step = connection.connect_poll()
        except OperationalError as error:
            raise ConnectionLost(str(error)) from error
        if step == pq.PollingStatus.OK:
            return
        if step == pq.PollingStatus.FAILED:
            raise ConnectionLost(connection.get_error_message().strip())
        reading = step == pq.PollingStatus.READING
        if not wait(connection, deadline, read=reading, write=not reading):
            raise ConnectionLost("PostgreSQL did not answer in time.")


def next_result(
    connection: pq.abc.PGconn, deadline: float, before_reading: Callable[[], None] = lambda: None
) -> pq.abc.PGresult | None:
    """The next result of what was sent, None at its end; raises TimeoutError or ConnectionLost.

    `before_reading` is called whenever bytes wait to be read, and may raise.
    """
    try:
        while connection.is_busy():
            if not wait(connection, deadline):
                raise TimeoutError
            before_reading()
            connection.consume_input()
        return connection.get_result()
    except OperationalError as error:
        raise ConnectionLost(str(error)) from error


def flush(connection: pq.abc.PGconn, deadline: float) -> None:
    """Send what is queued, reading meanwhile so that neither side blocks; raises TimeoutError, ConnectionLost."""
    try:
        while connection.flush():
            if not wait(connection, deadline, write=True):
                raise TimeoutError
            connection.consume_input()
    except OperationalError as error:
        raise ConnectionLost(str(error)) from error


def forget_notifications(connection: pq.abc.PGconn) -> bool:
    """Drop what NOTIFY sent to the session, which libpq keeps until somebody asks for it; whether there was any."""
    found = False
    while connection.notifies() is not None:
        found = True
    return found


def ask(connection: pq.abc.PGconn, text: str, seconds: float) -> list[tuple[str | None, ...]]:
    """The rows of the last statement of a text of ours (a handful: they are kept whole), as text.

    Raises ConnectionLost, also for what PostgreSQL refuses, and when the time is over.
    """
    deadline = time.monotonic() + seconds
    rows: list[tuple[str | None, ...]] = []
    refused: str | None = None
    try:
        connection.send_query(text.encode())
        flush(connection, deadline)
        while (result := next_result(connection, deadline)) is not None:
            rows = [_row(result, number) for number in range(result.ntuples)]
            if result.status not in (pq.ExecStatus.TUPLES_OK, pq.ExecStatus.COMMAND_OK):
                refused = result.get_error_message()
    except TimeoutError as error:
        raise ConnectionLost("PostgreSQL did not answer in time.") from error
    except OperationalError as error:
        raise ConnectionLost(str(error)) from error
    if refused is not None:
        raise ConnectionLost(refused)
    return rows


def query(dsn: str, text: str, seconds: float, **overrides: str) -> list[tuple[str | None, ...]]:
    """`ask` in a session of its own."""
    end = time.monotonic() + seconds
    connection = connect(dsn, seconds, **overrides)
    try:
        return ask(connection, text, max(end - time.monotonic(), 0.1))
    finally:
        connection.finish()


def answers(dsn: str, seconds: float) -> bool:
    """Whether a query is answered within `seconds`."""
    try:
        query(dsn, "SELECT 1", seconds)
    except ConnectionLost:
        return False
    return True


def _row(result: pq.abc.PGresult, number: int) -> tuple[str | None, ...]:
    cells = (result.get_value(number, column) for column in range(result.nfields))
    return tuple(None if cell is None else cell.decode("utf-8", "replace") for cell in cells)


def accepts(host: str) -> bool:
    """Whether a server takes connections behind this socket directory; needs no secret."""
    told = pq.PGconn.ping(make_conninfo("", host=host, port=PORT, connect_timeout=2, dbname="x").encode())
    return told == pq.Ping.OK
