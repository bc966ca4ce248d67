"""A bare server for synthesis: no migrated database is needed."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox.postgres.launcher import LocalServer


@pytest.fixture(scope="session")
def scratch_dsn() -> Iterator[str]:
    """Of a role that may create databases."""
    folder = Path(tempfile.mkdtemp(prefix="assessor-synthesis-"))
    folder.chmod(0o711)
    launched = LocalServer(folder / "postgres")
    try:
        yield launched.start()
    finally:
        launched.stop()
        shutil.rmtree(folder, ignore_errors=True)
