"""The best provider there is, and the tiny pack in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from assessor.grading.reference import MemoryReferenceCache
from assessor.packs.loader import Pack
from sandbox.docker_provider import DockerProvider
from sandbox.process_provider import ProcessProvider
from tests.conftest import engine_problem

TINY = Path(__file__).parent / "fixtures" / "stock-levels"
INSTALLATION = "tests-packs"


@pytest.fixture(scope="session")
def provider(tmp_path_factory):
    """Docker where an engine answers, else local processes."""
    folder = tmp_path_factory.mktemp("best")
    if engine_problem() is None:
        yield from emptied(DockerProvider(INSTALLATION, folder))
    else:
        yield from emptied(ProcessProvider(INSTALLATION, folder))


@pytest.fixture(scope="session")
def local_provider(tmp_path_factory):
    """Local processes: what fails in a pack fails on every provider, and here it fails sooner."""
    yield from emptied(ProcessProvider(INSTALLATION, tmp_path_factory.mktemp("local")))


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
