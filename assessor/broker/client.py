"""A web process's way to the keeper: connections over a unix socket, one for each request at a time."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from multiprocessing.connection import Client, Connection
from pathlib import Path
from typing import Any

from assessor.broker.messages import (
    LARGEST_ANSWER,
    Request,
    decode_answer,
    kept_from_json,
    run_from_json,
)
from assessor.broker.sessions import GONE, Kept, Key, Scope, SessionRun, Target
from assessor.errors import SessionsAway
from sandbox.cast.live import Fare
from sandbox.execution import RunOutcome, RunResult, SessionState

CONNECT_SECONDS = 8.0
"""A keeper that died is started again; whoever comes meanwhile waits."""

ANSWER_SECONDS = 30.0
"""More than the longest run takes, with opening its session and ending one that resists."""

_PAUSE_SECONDS = 0.05
_MOST_IDLE = 64
_LOST = "The process that keeps sessions open was lost while this ran. Whether it was committed is not known."


class _NoAnswer(Exception):
    """The request was sent, and the keeper was lost before it answered."""


class BrokerClient:
    """See Sessions. Thread-safe; connects on first use, and anew after the keeper was started again."""

    def __init__(self, socket: Path, *, connect_seconds: float = CONNECT_SECONDS) -> None:
        self._socket, self._connect_seconds = socket, connect_seconds
        self._idle: list[Connection[Any, Any]] = []
        self._lock = threading.Lock()

    def run(self, key: Key, target: Target, text: str) -> SessionRun:
        """See Sessions."""
        started = time.monotonic()
        try:
            return run_from_json(self._ask("run", key=key, target=vars(target), text=text))
        except _NoAnswer:
            took_ms = (time.monotonic() - started) * 1000
            result = RunResult(RunOutcome.INTERRUPTED, message=f"{_LOST} {GONE}", duration_ms=took_ms)
            told = f"{_LOST} {GONE}"
            return SessionRun(result, SessionState.ENDED, fresh=False, ended=told, keeper_lost=True)

    def cancel(self, key: Key) -> bool:
        """See Sessions."""
        return bool(self._ask_again("cancel", key=key))

    def end(self, scope: Scope, reason: str = "") -> int:
        """See Sessions. A keeper that is not there keeps none."""
        try:
            self._put_back(self._connection(patience=0))
        except SessionsAway:
            return 0
        return int(self._ask_again("end", scope=scope, reason=reason))

    def known(self, scope: Scope) -> tuple[Kept, ...]:
        """See Sessions."""
        return tuple(map(kept_from_json, self._ask_again("known", scope=scope)))

    def fares(self, scope: Scope, target: Target, plot: Mapping[str, Any]) -> tuple[Fare, ...]:
        """See Sessions."""
        told = self._ask_again("fares", scope=scope, target=vars(target), plot=plot)
        return tuple(Fare(**each) for each in told)

    def close(self) -> None:
        """Close the connections that are idle."""
        with self._lock:
            while self._idle:
                self._idle.pop().close()

    def _ask_again(self, method: str, **arguments: object) -> Any:
        """What changes nothing when it is asked twice is asked a second time if the keeper is lost meanwhile."""
        try:
            return self._ask(method, **arguments)
        except _NoAnswer:
            try:
                return self._ask(method, **arguments)
            except _NoAnswer as error:
                raise SessionsAway() from error

    def _ask(self, method: str, **arguments: object) -> Any:
        connection = self._connection(self._connect_seconds)
        try:
            connection.send_bytes(Request(method, arguments).encode())
            if not connection.poll(ANSWER_SECONDS):
                raise _NoAnswer
            message = connection.recv_bytes(LARGEST_ANSWER)
        except (OSError, EOFError) as error:
            connection.close()
            raise _NoAnswer from error
        except _NoAnswer:
            connection.close()
            raise
        self._put_back(connection)
        return decode_answer(message)

    def _connection(self, patience: float) -> Connection[Any, Any]:
        while True:
            with self._lock:
                connection = self._idle.pop() if self._idle else None
            if connection is None:
                return self._connect(patience)
            # Nobody speaks to us unasked: what can be read is the end of a keeper that is gone.
            if not connection.poll(0):
                return connection
            connection.close()

    def _connect(self, patience: float) -> Connection[Any, Any]:
        deadline = time.monotonic() + patience
        while True:
            try:
                return Client(str(self._socket), family="AF_UNIX")
            except OSError as error:
                if time.monotonic() >= deadline:
                    raise SessionsAway() from error
            time.sleep(_PAUSE_SECONDS)

    def _put_back(self, connection: Connection[Any, Any]) -> None:
        with self._lock:
            if len(self._idle) < _MOST_IDLE:
                self._idle.append(connection)
                return
        connection.close()
