"""Free disk, short socket directories and file locks: what providers need of the host's file system."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sandbox.errors import NoDiskSpace, StartFailed

SOCKET_PATH_BYTES = 107
"""The longest path of a unix socket that Linux takes."""

_SOCKET_NAME = "/.s.PGSQL.5432"


def require_free(folder: Path, megabytes: int, what: str) -> None:
    """Raise NoDiskSpace unless the file system of `folder` (or of its nearest parent) has the room."""
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free // 2**20
    if free < megabytes:
        raise NoDiskSpace(
            f"{what} needs {megabytes} MB of free disk, {folder} has {free} MB. Remove unused sandboxes and images"
            " (`assessor sandbox reap`), or make room."
        )


def fits_socket(folder: Path) -> bool:
    """Whether PostgreSQL's socket in this folder has a path that the kernel takes."""
    return len(os.fsencode(folder)) + len(_SOCKET_NAME) <= SOCKET_PATH_BYTES


def short_folder(preferred: Path, room: int = 0) -> Path:
    """`preferred` itself if sockets `room` bytes deeper fit, else a stable private folder in the temp folder.

    Raises StartFailed if somebody else has taken that folder.
    """
    chosen = preferred.absolute()
    if fits_socket(chosen / ("x" * room)):
        return passable_folder(chosen)
    digest = hashlib.sha256(os.fsencode(chosen)).hexdigest()[:12]
    substitute = passable_folder(Path(tempfile.gettempdir()) / f"assessor-{os.geteuid()}-{digest}")
    if substitute.is_symlink() or substitute.stat().st_uid != os.geteuid():
        raise StartFailed(f"{substitute} belongs to somebody else; remove it or choose a shorter folder.")
    return substitute


def passable_folder(folder: Path) -> Path:
    """The folder, made with mode 0711 if it does not exist: others may pass, none may list or write."""
    if not folder.exists():
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o711)
    return folder


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold an exclusive lock between threads and processes; the file stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def write_private(path: Path, text: str) -> None:
    """Write a file with mode 0600 in one step: a reader sees the old text or the new one."""
    partial = path.with_name(f".{path.name}.{os.getpid()}.{os.urandom(4).hex()}")
    descriptor = os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    partial.rename(path)
