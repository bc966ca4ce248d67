"""Where a container's data lies and what bounds it: the protocol of a storage, and volumes as the least of them."""

from __future__ import annotations

import os
import shutil
import socket
import struct
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from docker.types import Mount

from sandbox.docker_provider.engine import Engine
from sandbox.docker_provider.hardening import DATA_FOLDER, WAL_FOLDER
from sandbox.provider import Limits

if TYPE_CHECKING:
    from docker.models.images import Image

_DEFAULT_HOST = "unix:///var/run/docker.sock"


class Storage(Protocol):
    """The data and the WAL of containers. "Already gone" is success for `close`, `remove` and `sweep`."""

    name: str
    """In the labels of each container, so that another process knows."""

    def describe(self, limits: Limits) -> str:
        """One sentence: what bounds the disk of a server with these limits, in MB."""

    def prepare(self, image: Image) -> None:
        """Whatever makes `create` fast for a template's image; done already is success. Raises StartFailed."""

    def create(self, sandbox_id: str, image: Image, limits: Limits) -> Sequence[Mount]:
        """A new server's data, ready to be mounted. Raises StartFailed, NoDiskSpace."""

    def open(self, sandbox_id: str) -> None:
        """Before a server that stopped is started again. Raises SandboxGone where the data is lost."""

    def settle(self, sandbox_id: str) -> None:
        """Once a server answers, and before strangers use it (again)."""

    def close(self, sandbox_id: str) -> None:
        """After a server was stopped for a while: let go of all that costs memory."""

    def remove(self, sandbox_id: str) -> None:
        """Remove everything, once the container is gone."""

    def sweep(self, existing: Collection[str], images: Collection[str]) -> None:
        """Remove what belongs to none of the existing servers, and what was prepared for none of the images."""


class VolumeStorage:
    """Anonymous volumes that the engine fills from the image and removes with the container: nothing bounds them."""

    name = "volume"

    def __init__(self, reason: str) -> None:
        self._reason = reason

    def describe(self, limits: Limits) -> str:
        """See Storage.describe."""
        return (
            f"Its disk is bounded by nothing but the platform's watchdog, which ends sessions of a database that grows"
            f" beyond {limits.disk_mb} MB ({self._reason})"
        )

    def prepare(self, image: Image) -> None:
        """See Storage.prepare."""

    def create(self, sandbox_id: str, image: Image, limits: Limits) -> Sequence[Mount]:
        """See Storage.create."""
        return [Mount(target=target, source=None, type="volume") for target in (DATA_FOLDER, WAL_FOLDER)]

    def open(self, sandbox_id: str) -> None:
        """See Storage.open."""

    def settle(self, sandbox_id: str) -> None:
        """See Storage.settle."""

    def close(self, sandbox_id: str) -> None:
        """See Storage.close."""

    def remove(self, sandbox_id: str) -> None:
        """See Storage.remove."""

    def sweep(self, existing: Collection[str], images: Collection[str]) -> None:
        """See Storage.sweep."""


def obstacle_to_mounts(engine: Engine) -> str | None:
    """Why this process cannot mount for the engine's containers, or None. Raises ProviderUnavailable."""
    if os.geteuid() != 0:
        return "only root can mount images"
    if not shutil.which("mkfs.ext4"):
        return "mkfs.ext4 is not installed"
    if not engine.root_dir().exists() or not _shares_mounts():
        return "the Docker Engine does not see the mounts of this process"
    return None


def _shares_mounts() -> bool:
    """Whether the process that listens on the engine's socket has the same mounts as this one."""
    host = os.environ.get("DOCKER_HOST") or _DEFAULT_HOST
    if not host.startswith("unix://"):
        return False
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(host.removeprefix("unix://"))
            size = struct.calcsize("3i")
            credentials = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, size)
        pid = struct.unpack("3i", credentials)[0]
        return Path(f"/proc/{pid}/ns/mnt").readlink() == Path("/proc/self/ns/mnt").readlink()
    except OSError:
        return False
