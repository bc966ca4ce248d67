"""What every measurement shares: where it ran, progress with an ETA, percentages, a server of its own."""

from __future__ import annotations

import os
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psycopg

from sandbox.postgres.launcher import LocalServer


def machine() -> dict[str, Any]:
    return {
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
        "system": platform.platform(),
    }


def versions(dsn: str = "") -> dict[str, str]:
    """Of Python, of libraries, and of the server behind `dsn` if one is given."""
    found = {"python": platform.python_version(), **{name: version(name) for name in ("psycopg", "sqlglot")}}
    if dsn:
        with psycopg.connect(dsn) as connection:
            row = connection.execute("SHOW server_version").fetchone()
        found["postgresql"] = row[0] if row else ""
    return found


def percent(part: int, whole: int) -> float | None:
    return round(100 * part / whole, 2) if whole else None


class Progress:
    """One line a step on stderr, with the time that is left."""

    def __init__(self, total: int) -> None:
        self.total, self.done, self.start = total, 0, time.monotonic()

    def step(self, text: str) -> None:
        self.done += 1
        spent = time.monotonic() - self.start
        left = spent / self.done * (self.total - self.done)
        print(f"[{self.done}/{self.total}] {text}; {left:.0f} s left", file=sys.stderr, flush=True)


@contextmanager
def server() -> Iterator[str]:
    """The DSN of an embedded PostgreSQL that ends with the measurement."""
    folder = Path(tempfile.mkdtemp(prefix="assessor-bench-"))
    folder.chmod(0o711)
    launched = LocalServer(folder / "postgres")
    try:
        yield launched.start()
    finally:
        launched.stop()
        shutil.rmtree(folder, ignore_errors=True)
