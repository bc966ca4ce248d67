"""The web, the worker and the broker as processes that end with the demo."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from assessor.cli.serve import gunicorn_command
from assessor.config import Settings
from assessor.errors import PlatformFault

START_SECONDS = 60.0
RESTART_SECONDS = 0.2
STOP_SECONDS = 5.0
"""For all. Then they are killed: a job that was cut off is taken up again by the next worker, and what it had started
is removed with all other servers."""


@contextmanager
def running(settings: Settings, dsn: str, provider: str) -> Iterator[None]:
    """Web, worker and broker, from when the web answers until the block ends.

    Raises PlatformFault with the log's end.
    """
    environ = environment(settings, dsn, provider)
    logs = settings.home / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    # gunicorn looks after its processes itself; the others end when they die, or when the database is away for long.
    supervised = [
        Supervised(partial(_start, _command(n), environ, logs / f"{n}.log")) for n in ("broker", "worker")
    ]
    web: list[subprocess.Popen[bytes]] = []
    try:
        web.append(_start(gunicorn_command(settings), environ, logs / "web.log"))
        _wait_for_web(settings, web[0], logs / "web.log")
        yield
    finally:
        _stop([*web, *(each.release() for each in supervised)])


def _command(name: str) -> list[str]:
    return [sys.executable, "-m", "assessor.cli", name]


class Supervised:
    """A process that is started again whenever it ends, until it is released."""

    def __init__(self, start: Callable[[], subprocess.Popen[bytes]]) -> None:
        self._start, self._process = start, start()
        self._released, self._lock = threading.Event(), threading.Lock()
        threading.Thread(target=self._watch, name="supervisor", daemon=True).start()

    @property
    def process(self) -> subprocess.Popen[bytes]:
        """The one that was started last."""
        return self._process

    def release(self) -> subprocess.Popen[bytes]:
        """Start no other; the last one is the caller's to stop."""
        with self._lock:
            self._released.set()
            return self._process

    def _watch(self) -> None:
        while True:
            self._process.wait()
            if self._released.wait(RESTART_SECONDS):
                return
            with self._lock:
                if self._released.is_set():
                    return
                self._process = self._start()


def environment(settings: Settings, dsn: str, provider: str) -> dict[str, str]:
    """The environment of all of them: the demo's settings, spelled out."""
    return {
        **os.environ,
        "ASSESSOR_HOME": str(settings.home),
        "ASSESSOR_ENV": settings.environment,
        "ASSESSOR_SECRET_KEY": settings.secret_key,
        "ASSESSOR_BASE_URL": settings.base_url,
        "ASSESSOR_HOST": settings.host,
        "ASSESSOR_PORT": str(settings.port),
        "ASSESSOR_PROVIDER": provider,
        "DATABASE_URL": dsn,
    }


def _start(command: list[str], environ: dict[str, str], log: Path) -> subprocess.Popen[bytes]:
    """In a session of its own, so that a Ctrl-C reaches only us and we stop things in order."""
    with log.open("ab") as output:
        return subprocess.Popen(
            command,
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )


def _wait_for_web(settings: Settings, web: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and web.poll() is None:
        try:
            with urlopen(f"http://{settings.host}:{settings.port}/healthz", timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.2)
    raise PlatformFault(f"The web server did not start. The end of {log}:\n{log_tail(log)}")


def log_tail(log: Path, lines: int = 15) -> str:
    """The last lines of a log."""
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])


def _stop(started: list[subprocess.Popen[bytes]]) -> None:
    for process in started:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    for process in started:
        try:
            process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
