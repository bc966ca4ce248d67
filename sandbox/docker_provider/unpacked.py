"""A template's image, unpacked once for all of its servers: the lower layer of their data, and seeds of their images.

A seed is an image that is copied for each server, without its holes. That of the data holds what PostgreSQL opens at
once: it opens every file for writing, and the overlay copies a file when that is done first. A server whose disk is
full can then still look things up and drop what fills it. Below `folder`: data/, wal/, data-<MB>.img, wal-<MB>.img.
"""

from __future__ import annotations

import io
import os
import shutil
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from sandbox.disk import locked
from sandbox.docker_provider import mounts
from sandbox.docker_provider.engine import Engine, translated
from sandbox.docker_provider.hardening import DATA_FOLDER, UID, WAL_FOLDER
from sandbox.docker_provider.images import make_image, set_ballast

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer
    from docker.models.images import Image

FIRST_USER_OID = 16384
AHEAD_BYTES = 2**20
"""Larger files are tables of the challenge, which a server may never open; no catalog is."""

_BLOCK = 1 << 20


class Unpacked:
    """One template on the host. Safe between threads and processes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def data(self) -> Path:
        """The lower layer; nobody writes there."""
        return self.folder / "data"

    def ensure(self, engine: Engine, image: Image) -> None:
        """Unpack unless it was done. Raises OSError, StartFailed, ProviderUnavailable."""
        if self.folder.exists():
            return
        with locked(self.folder.with_suffix(".lock")):
            if self.folder.exists():
                return
            staged = self.folder.with_suffix(".partial")
            shutil.rmtree(staged, ignore_errors=True)
            staged.mkdir(mode=0o700)
            _unpack(engine, image, staged)
            # On the disk before its name says that it is whole.
            os.sync()
            staged.rename(self.folder)

    def seed(self, name: str, megabytes: int) -> Path:
        """The image to copy for the data (`name` "data": upper/, work/) or the WAL ("wal": files/). Raises OSError."""
        seed = self.folder / f"{name}-{megabytes}.img"
        if not seed.exists():
            with locked(self.folder.with_suffix(".lock")):
                if not seed.exists():
                    self._make_seed(name, megabytes, seed)
        return seed

    def _make_seed(self, name: str, megabytes: int, seed: Path) -> None:
        partial, inside = seed.with_suffix(".partial"), seed.with_suffix(".mount")
        inside.mkdir(exist_ok=True)
        # A process that was killed may have left it mounted.
        mounts.unmount(inside)
        make_image(partial, megabytes)
        mounts.mount_image(partial, inside)
        try:
            if name == "data":
                (inside / "work").mkdir(mode=0o700)
                copy_owned(self.data, inside / "upper", ahead_of_use(self.data))
            else:
                copy_owned(self.folder / "wal", inside / "files", (self.folder / "wal").rglob("*"))
            set_ballast(inside)
        finally:
            mounts.unmount(inside)
            inside.rmdir()
        partial.rename(seed)


def ahead_of_use(data: Path) -> Iterator[Path]:
    """What a seed holds of a data directory: all that belongs to no database, and the first database's small files."""
    base = data / "base"
    databases = [int(path.name) for path in base.iterdir() if path.name.isdigit()] if base.exists() else []
    first = base / str(min((oid for oid in databases if oid >= FIRST_USER_OID), default=0))
    folders = (base, base / "pgsql_tmp", first)
    for path in data.rglob("*"):
        small = path.parent == first and path.stat().st_size <= AHEAD_BYTES
        if small or path in folders or not path.is_relative_to(base):
            yield path


def copy_owned(source: Path, target: Path, paths: Iterator[Path]) -> None:
    """Copy some of the files, folders and links below `source`, for the server's user."""
    _make_folder(target)
    for path in sorted(paths):
        copy = target / path.relative_to(source)
        if path.is_symlink():
            copy.symlink_to(path.readlink())
            os.chown(copy, UID, UID, follow_symlinks=False)
        elif path.is_dir():
            _make_folder(copy)
        else:
            copy.parent.mkdir(exist_ok=True)
            shutil.copy2(path, copy)
            os.chown(copy, UID, UID)


def _make_folder(folder: Path) -> None:
    folder.mkdir(mode=0o700, exist_ok=True)
    os.chown(folder, UID, UID)


def _unpack(engine: Engine, image: Image, target: Path) -> None:
    with translated("unpacking a template"):
        container = engine.client.containers.create(str(image.id), network_mode="none")
        try:
            for source in (DATA_FOLDER, WAL_FOLDER):
                chunks, _ = container.get_archive(source, chunk_size=_BLOCK)
                stream = io.BufferedReader(_Stream(chunks), _BLOCK)
                # Only the image's own content: nothing ever ran in this container.
                with tarfile.open(fileobj=stream, mode="r|", bufsize=_BLOCK) as archive:
                    archive.extractall(target, filter="tar", numeric_owner=True)
        finally:
            container.remove(force=True, v=True)


class _Stream(io.RawIOBase):
    """What tarfile reads of the engine's answer."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks, self._left = chunks, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        self._left = self._left or next(self._chunks, b"")
        view = memoryview(buffer).cast("B")
        given, self._left = self._left[: len(view)], self._left[len(view) :]
        view[: len(given)] = given
        return len(given)
