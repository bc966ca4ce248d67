"""Providers on a real engine and on local processes, each cleaned up behind itself."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sandbox.docker_provider import DockerProvider, Engine
from sandbox.errors import ProviderUnavailable
from sandbox.postgres import find_binaries
from sandbox.process_provider import ProcessProvider
from sandbox.provider import SandboxHandle, SandboxProvider
from tests.conftest import RUN
from tests.images import installation_of
from tests.sandbox.contract import SPEC


@pytest.fixture(scope="session")
def folder() -> Iterator[Path]:
    """A folder that the server's own user can reach, with paths short enough for sockets (tmp_path is neither)."""
    path = Path(tempfile.mkdtemp(prefix="sbx-"))
    path.chmod(0o711)
    yield path
    shutil.rmtree(path)


@pytest.fixture(scope="session")
def disk_folder() -> Iterator[Path]:
    """The same on a disk, as installations have it: an audit finds fault with what lies below /dev."""
    path = Path(tempfile.mkdtemp(prefix="sbx-", dir="/var/tmp"))
    path.chmod(0o711)
    yield path
    shutil.rmtree(path)


@pytest.fixture(scope="session")
def engine() -> Iterator[Engine]:
    engine = Engine()
    yield engine
    engine.close()


@pytest.fixture(scope="session")
def make_docker_provider(engine: Engine, disk_folder: Path) -> Iterator[Callable[..., DockerProvider]]:
    """Providers on the engine; in the end none of their servers is left (see tests.images for what else was made)."""
    process = secrets.token_hex(3)
    used: set[str] = set()

    def make(installation: str = "mine") -> DockerProvider:
        used.add(installation)
        ours = installation_of(os.environ[RUN], f"{process}-{installation}")
        return DockerProvider(ours, disk_folder / "run", engine=engine)

    yield make
    for installation in used:
        for found in make(installation).list():
            make(installation).remove(found.id)


@pytest.fixture(scope="session")
def make_process_provider(folder: Path) -> Iterator[Callable[..., ProcessProvider]]:
    try:
        find_binaries()
    except ProviderUnavailable as error:
        pytest.skip(str(error))
    used: set[str] = set()

    def make(installation: str = "mine") -> ProcessProvider:
        used.add(installation)
        return ProcessProvider(installation, folder / "processes")

    yield make
    for installation in used:
        for found in make(installation).list():
            make(installation).remove(found.id)


@pytest.fixture(scope="module")
def shared_provider(make_provider: Callable[..., SandboxProvider]) -> SandboxProvider:
    return make_provider("shared")


@pytest.fixture(scope="module")
def handle(shared_provider: SandboxProvider) -> Iterator[SandboxHandle]:
    """One server for all tests of a module that leave it as it was."""
    handle = shared_provider.start(SPEC)
    yield handle
    shared_provider.stop(handle)
