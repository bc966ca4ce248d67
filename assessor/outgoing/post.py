"""One request, to the address that was checked; no redirects, a few seconds, a few kilobytes."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.util import Timeout

from assessor.outgoing.address import NotPublic, Target, parse, resolve

CONNECT_SECONDS = 5.0
READ_SECONDS = 10.0
WHOLE_SECONDS = 15.0
MAX_ANSWER = 65_536


@dataclass(frozen=True)
class Answer:
    """What came back; status 0: nothing, and `text` says why."""

    status: int
    text: str

    @property
    def accepted(self) -> bool:
        """Whether the other side has it."""
        return 200 <= self.status < 300


def send(
    url: str,
    body: bytes | None,
    headers: Mapping[str, str],
    *,
    method: str = "POST",
    loopback: bool = False,
    context: ssl.SSLContext | None = None,
) -> Answer:
    """Send it. Never raises for what the other side does or is; raises InvalidInput for what is no URL."""
    target = parse(url, loopback=loopback)
    try:
        address = resolve(target, loopback=loopback)
        with _connected(target, address, context) as (connection, over):
            connection.request(
                method,
                target.path,
                body=body,
                headers={**headers, "Host": _host(target)},
                preload_content=False,
            )
            response = connection.getresponse()
            text = response.read(MAX_ANSWER, decode_content=False)
            if over.is_set():
                return Answer(0, "No answer: it took too long")
            return Answer(response.status, text.decode("utf-8", "replace").replace("\x00", "\ufffd"))
    except NotPublic as error:
        return Answer(0, error.message)
    except (HTTPError, OSError, ValueError) as error:
        return Answer(0, f"No answer: {type(error).__name__}")


@contextmanager
def _connected(
    target: Target, address: str, context: ssl.SSLContext | None
) -> Iterator[tuple[HTTPConnection, threading.Event]]:
    """A connection, and whether its time is over."""
    timeout = Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS)
    if target.secure:
        connection: HTTPConnection = HTTPSConnection(
            address,
            target.port,
            timeout=timeout.connect_timeout,
            ssl_context=context or ssl.create_default_context(),
            server_hostname=target.host,
            assert_hostname=target.host,
        )
    else:
        connection = HTTPConnection(address, target.port, timeout=timeout.connect_timeout)
    try:
        connection.connect()
        if connection.sock is not None:
            connection.sock.settimeout(READ_SECONDS)
        # Each read has its own time: who sends a byte now and then would hold us for hours.
        over = threading.Event()
        watch = threading.Timer(WHOLE_SECONDS, _cut, [connection.sock, over])
        watch.daemon = True
        watch.start()
        try:
            yield connection, over
        finally:
            watch.cancel()
    finally:
        connection.close()


def _cut(connected: socket.socket | None, over: threading.Event) -> None:
    over.set()
    if connected is not None:
        # The other side may have gone already.
        try:
            connected.shutdown(socket.SHUT_RDWR)
        except OSError:
            return


def _host(target: Target) -> str:
    host = f"[{target.host}]" if ":" in target.host else target.host
    usual = 443 if target.secure else 80
    return host if target.port == usual else f"{host}:{target.port}"
