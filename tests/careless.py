"""A PostgreSQL whose data nobody will miss: databases are made and dropped all the time, without waiting for a disk."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sandbox.postgres.launcher import DEFAULTS, LocalServer

SETTINGS = {**DEFAULTS, "fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


@contextmanager
def careless_server() -> Iterator[LocalServer]:
    """The server, running; nothing of it is left."""
    folder = Path(tempfile.mkdtemp(prefix="assessor-tests-"))
    folder.chmod(0o711)
    launched = LocalServer(folder / "postgres", settings=SETTINGS)
    try:
        launched.start()
        yield launched
    finally:
        launched.stop()
        shutil.rmtree(folder, ignore_errors=True)
