"""The keeper as a process: a desk behind a unix socket that only its own user may open."""

from __future__ import annotations

import fcntl
import logging
import os
import resource
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, Listener
from pathlib import Path
from typing import Any

from assessor.broker.desk import Desk
from assessor.broker.ledger import Ledger
from assessor.broker.messages import (
    LARGEST_REQUEST,
    Request,
    encode_answer,
    encode_refusal,
    kept_to_json,
    run_to_json,
)
from assessor.broker.sessions import Key, Scope, Target
from assessor.errors import AssessorError, ConfigurationError, PlatformFault

log = logging.getLogger(__name__)

TIDY_SECONDS = 5.0
BACKLOG = 128
_PRIVATE = 0o177
"""The umask of the socket: nobody but this user speaks to it, for what is sent there holds secrets."""


def serve(socket: Path, ledger: Path) -> None:
    """Keep sessions until SIGINT or SIGTERM. Raises ConfigurationError if another keeper serves this socket."""
    socket.parent.mkdir(mode=0o711, parents=True, exist_ok=True)
    ledger.parent.mkdir(parents=True, exist_ok=True)
    _allow_many_files()
    with _alone(socket.with_suffix(".lock")), _listening(socket) as listener:
        desk = Desk(Ledger(ledger))
        stop = threading.Event()
        threading.Thread(target=_tidy, args=(desk, stop), name="tidy", daemon=True).start()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, _interrupt)
        log.info("keeping sessions at %s", socket)
        try:
            with suppress(KeyboardInterrupt):
                accept(listener, desk)
        finally:
            stop.set()
            desk.close()


def accept(listener: Listener, desk: Desk) -> None:
    """A thread for each connection: most of them wait for PostgreSQL."""
    while True:
        try:
            connection = listener.accept()
        except OSError as error:
            log.warning("a connection was not taken: %s", error)
            continue
        threading.Thread(target=_attend, args=(connection, desk), daemon=True).start()


def answer(desk: Desk, message: bytes) -> bytes:
    """The answer to a request, whatever it is."""
    try:
        request = Request.decode(message)
        return encode_answer(_METHODS[request.method](desk, request.arguments))
    except AssessorError as error:
        return encode_refusal(error)
    except Exception:
        # Not the message: it holds secrets and a candidate's text.
        log.exception("a request failed")
        return encode_refusal(PlatformFault())


def _attend(connection: Connection[Any, Any], desk: Desk) -> None:
    with connection, suppress(EOFError, OSError):
        while True:
            connection.send_bytes(answer(desk, connection.recv_bytes(LARGEST_REQUEST)))


def _run(desk: Desk, given: dict[str, Any]) -> object:
    return run_to_json(desk.run(Key(*given["key"]), Target(**given["target"]), given["text"]))


def _fares(desk: Desk, given: dict[str, Any]) -> object:
    return [
        vars(fare) for fare in desk.fares(Scope(*given["scope"]), Target(**given["target"]), given["plot"])
    ]


_METHODS: dict[str, Callable[[Desk, dict[str, Any]], object]] = {
    "run": _run,
    "fares": _fares,
    "cancel": lambda desk, given: desk.cancel(Key(*given["key"])),
    "end": lambda desk, given: desk.end(Scope(*given["scope"]), given["reason"]),
    "known": lambda desk, given: [kept_to_json(kept) for kept in desk.known(Scope(*given["scope"]))],
}


def _tidy(desk: Desk, stop: threading.Event) -> None:
    while not stop.wait(TIDY_SECONDS):
        try:
            desk.tidy()
        except Exception:
            # Tried again in a moment; nobody waits for it.
            log.exception("tidying failed")


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    with lock.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise ConfigurationError(
                [f"Another broker serves this installation already ({lock})."]
            ) from error
        yield


@contextmanager
def _listening(socket: Path) -> Iterator[Listener]:
    # Left by a keeper that was killed; the lock says that none lives.
    socket.unlink(missing_ok=True)
    before = os.umask(_PRIVATE)
    try:
        listener = Listener(str(socket), family="AF_UNIX", backlog=BACKLOG)
    finally:
        os.umask(before)
    with listener:
        yield listener


def _allow_many_files() -> None:
    """One for each session and each connection; the usual soft limit is 1,024."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def _interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt
