"""Where the labs of a measurement come from: Docker where an engine answers, else local processes."""

from __future__ import annotations

import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sandbox.docker_provider import DockerProvider
from sandbox.errors import SandboxError
from sandbox.process_provider import ProcessProvider
from sandbox.provider import SandboxProvider

INSTALLATION = "bench"


def end_like_ctrl_c() -> None:
    """Let a termination end this process as Ctrl-C does, so that its labs are removed."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)


@contextmanager
def lab_provider(name: str = "") -> Iterator[SandboxProvider]:
    """A provider ("docker", "process", or the better one that there is); nothing of it is left running."""
    folder = Path(tempfile.mkdtemp(prefix="assessor-bench-"))
    folder.chmod(0o711)
    found = chosen(name, folder)
    try:
        yield found
    finally:
        for server in found.list():
            found.remove(server.id)
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def docker_folder() -> Iterator[tuple[DockerProvider, Path]]:
    """A provider on Docker and a folder for sockets; nothing of them is left."""
    folder = Path(tempfile.mkdtemp(prefix="assessor-bench-"))
    folder.chmod(0o711)
    found = DockerProvider(f"{INSTALLATION}-{folder.name[-8:]}", folder / "docker")
    found.check()
    try:
        yield found, folder
    finally:
        for server in found.list():
            found.remove(server.id)
        found.close()
        shutil.rmtree(folder, ignore_errors=True)


def chosen(name: str, folder: Path) -> SandboxProvider:
    # A name of its own, so that two measurements at once do not remove each other's servers.
    installation = f"{INSTALLATION}-{folder.name[-8:]}"
    docker = DockerProvider(installation, folder / "docker")
    try:
        if name != "process":
            docker.check()
            return docker
    except SandboxError:
        if name == "docker":
            raise
    return ProcessProvider(installation, folder / "process")
