"""The best provider there is, and the tiny pack in it."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from assessor.grading.reference import MemoryReferenceCache
from assessor.packs.loader import Pack
from sandbox.docker_provider import DockerProvider
from sandbox.process_provider import ProcessProvider
from tests.conftest import engine_problem

TINY = Path(__file__).parent / "fixtures" / "stock-levels"
INSTALLATION = f"tests-packs-{os.getpid()}"
"""Of this process alone: others may run tests of packs at the same time."""


@pytest.fixture(scope="session")
def server_folder():
    """A folder that the user of a PostgreSQL server may pass through; pytest's own are private."""
    with tempfile.TemporaryDirectory(prefix="assessor-packs-") as name:
        Path(name).chmod(0o711)
        yield Path(name)


@pytest.fixture(scope="session")
def provider(server_folder):
    """Docker where an engine answers, else local processes."""
    if engine_problem() is None:
        yield from emptied(DockerProvider(INSTALLATION, server_folder / "best"))
    else:
        yield from emptied(ProcessProvider(INSTALLATION, server_folder / "best"))


@pytest.fixture(scope="session")
def local_provider(server_folder):
    """Local processes: what fails in a pack fails on every provider, and here it fails sooner."""
    yield from emptied(ProcessProvider(f"{INSTALLATION}-local", server_folder / "local"))


def emptied(provider):
    """The provider; whatever a failed test left running is removed."""
    yield provider
    for found in provider.list():
        provider.remove(found.id)


@pytest.fixture(scope="session")
def references():
    return MemoryReferenceCache()


@pytest.fixture(scope="session")
def tiny():
    return Pack.from_folder(TINY)
