"""Each server's data on loop-mounted images of its own: what it grows is bounded by the size of a file.

The data directory is an overlay over its template's. Below `root`: templates/<image> (see unpacked), and for each
server servers/<id>/{data,wal}.img, mounted on {data,wal}, and the overlay on merged.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from docker.types import Mount

from sandbox.docker_provider import mounts
from sandbox.docker_provider.engine import Engine
from sandbox.docker_provider.hardening import DATA_FOLDER, WAL_FOLDER
from sandbox.docker_provider.images import (
    BALLAST_MB,
    JOURNAL_MB,
    copy_sparse,
    drop_ballast,
    flush,
    set_ballast,
)
from sandbox.docker_provider.storage import Storage, VolumeStorage, obstacle_to_mounts
from sandbox.docker_provider.unpacked import Unpacked
from sandbox.errors import NoDiskSpace, SandboxGone, StartFailed
from sandbox.provider import Limits

if TYPE_CHECKING:
    from docker.models.images import Image

START_SECONDS = 300.0
"""What is younger may belong to a start in progress, in another process."""

SPARE_MB = 1024
"""Free disk beyond a server's own images that a start asks for."""

LINGER_SECONDS = 10.0


class LoopStorage:
    """See sandbox.docker_provider.storage.Storage."""

    name = "loop"

    def __init__(self, engine: Engine, root: Path) -> None:
        self._engine = engine
        self._templates, self._servers = root / "templates", root / "servers"
        for folder in (root, self._templates, self._servers):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def probe(self) -> None:
        """Make and mount what a server would be given, and remove it. Raises OSError where that does not work here."""
        name = f"probe{os.getpid()}-{time.monotonic_ns()}"
        template = Unpacked(self._templates / name)
        try:
            for folder in ("data", "wal"):
                (template.folder / folder).mkdir(parents=True)
            self._make(self._servers / name, template, Limits(disk_mb=32, wal_mb=32))
        finally:
            self.remove(name)
            shutil.rmtree(template.folder, ignore_errors=True)
            template.folder.with_suffix(".lock").unlink(missing_ok=True)

    def describe(self, limits: Limits) -> str:
        """See Storage.describe."""
        taken = BALLAST_MB + JOURNAL_MB
        return (
            f"Its data may grow by {limits.disk_mb - taken} MB and its WAL to {limits.wal_mb - taken} MB,"
            " each in a file system of its own"
        )

    def prepare(self, image: Image) -> None:
        """See Storage.prepare."""
        try:
            template = self._template(image)
            template.ensure(self._engine, image)
            # Of the size that nearly every server has.
            for name, megabytes in _sizes(Limits()):
                template.seed(name, megabytes)
        except OSError as error:
            raise StartFailed(f"The template could not be unpacked: {error}") from error

    def create(self, sandbox_id: str, image: Image, limits: Limits) -> Sequence[Mount]:
        """See Storage.create."""
        self.prepare(image)
        self._require_disk(limits)
        folder = self._servers / sandbox_id
        try:
            self._make(folder, self._template(image), limits)
        except OSError as error:
            raise StartFailed(f"The sandbox's disk could not be made: {error}") from error
        binds = {DATA_FOLDER: folder / "merged", WAL_FOLDER: folder / "wal" / "files"}
        return [Mount(target=target, source=str(source), type="bind") for target, source in binds.items()]

    def open(self, sandbox_id: str) -> None:
        """See Storage.open."""
        folder = self._servers / sandbox_id
        try:
            if not os.path.ismount(folder / "merged"):
                self._mount_again(folder)
            for name in ("data", "wal"):
                drop_ballast(folder / name)
        except OSError as error:
            raise SandboxGone(f"The sandbox's disk is lost: {error}") from error

    def settle(self, sandbox_id: str) -> None:
        """See Storage.settle."""
        for name in ("data", "wal"):
            with contextlib.suppress(FileNotFoundError):
                set_ballast(self._servers / sandbox_id / name)

    def close(self, sandbox_id: str) -> None:
        """See Storage.close; what was written is on the host's disk afterwards."""
        folder = self._servers / sandbox_id
        try:
            _unmount_all(folder)
            for name in ("data", "wal"):
                flush(folder / f"{name}.img")
        except FileNotFoundError:
            return
        except OSError as error:
            raise StartFailed(f"The sandbox's disk could not be put away: {error}") from error

    def remove(self, sandbox_id: str) -> None:
        """See Storage.remove."""
        folder = self._servers / sandbox_id
        if sandbox_id and folder.exists():
            _unmount_all(folder)
            shutil.rmtree(folder, ignore_errors=True)

    def sweep(self, existing: Collection[str], images: Collection[str]) -> None:
        """See Storage.sweep."""
        for folder in self._servers.iterdir():
            if folder.name not in existing and _is_old(folder):
                self.remove(folder.name)
        needed = {_read(folder / "template") for folder in self._servers.iterdir()}
        needed |= {_name(image) for image in images}
        for path in self._templates.iterdir():
            if path.stem not in needed and _is_old(path):
                _remove_template(path)

    def _template(self, image: Image) -> Unpacked:
        return Unpacked(self._templates / _name(str(image.id)))

    def _require_disk(self, limits: Limits) -> None:
        # Not what all servers together may grow to: most never do, and all are bounded.
        wanted, free = (
            limits.disk_mb + limits.wal_mb + SPARE_MB,
            shutil.disk_usage(self._servers).free // 2**20,
        )
        if free < wanted:
            raise NoDiskSpace(
                f"A sandbox may need {wanted} MB of free disk, {self._servers} has {free} MB. Remove unused sandboxes"
                " and images, or make room."
            )

    def _make(self, folder: Path, template: Unpacked, limits: Limits) -> None:
        folder.mkdir(mode=0o700)
        (folder / "template").write_text(template.folder.name, encoding="ascii")
        for name, megabytes in _sizes(limits):
            copy_sparse(template.seed(name, megabytes), folder / f"{name}.img")
            (folder / name).mkdir()
            mounts.mount_image(folder / f"{name}.img", folder / name)
        (folder / "merged").mkdir()
        _mount_overlay(folder, template)

    def _mount_again(self, folder: Path) -> None:
        """After a suspension or a reboot. Raises OSError where the data cannot be trusted: then the host crashed."""
        template = Unpacked(self._templates / (folder / "template").read_text(encoding="ascii"))
        for name in ("data", "wal"):
            if os.path.ismount(folder / name):
                continue
            image = folder / f"{name}.img"
            _await_detached(image)
            if not mounts.is_clean(image):
                raise OSError(f"{image} was in use when this machine went down")
            mounts.mount_image(image, folder / name)
        _mount_overlay(folder, template)


def choose_storage(engine: Engine, root: Path) -> Storage:
    """Images where this process can mount them for the engine, else volumes. Raises ProviderUnavailable."""
    reason = obstacle_to_mounts(engine)
    if reason is None:
        try:
            storage = LoopStorage(engine, root)
            storage.probe()
            return storage
        except OSError as error:
            reason = f"images cannot be mounted: {error}"
    return VolumeStorage(reason)


def _sizes(limits: Limits) -> Sequence[tuple[str, int]]:
    return [("data", limits.disk_mb), ("wal", limits.wal_mb)]


def forget_disks(root: Path) -> None:
    """Remove every disk below `root`, mounted or not, which nobody will look after any more. Not there is success."""
    for folder in (root / "servers").glob("*"):
        _unmount_all(folder)
    for path in (root / "templates").glob("*"):
        _remove_template(path)
    shutil.rmtree(root, ignore_errors=True)


def _mount_overlay(folder: Path, template: Unpacked) -> None:
    data = folder / "data"
    mounts.mount_overlay(template.data, data / "upper", data / "work", folder / "merged")


def _name(image_id: str) -> str:
    return image_id.rpartition(":")[2][:24]


def _unmount_all(folder: Path) -> None:
    for name in ("merged", "data", "wal"):
        mounts.unmount(folder / name)


def _await_detached(image: Path) -> None:
    """Two mounts of one image would destroy it, and a container that just started may still hold the last one."""
    end = time.monotonic() + LINGER_SECONDS
    while mounts.is_attached(image):
        if time.monotonic() > end:
            raise OSError(f"{image} is still in use")
        time.sleep(0.02)


def _remove_template(path: Path) -> None:
    if not path.is_dir():
        path.unlink(missing_ok=True)
        return
    for left in path.glob("*.mount"):
        mounts.unmount(left)
    shutil.rmtree(path, ignore_errors=True)


def _is_old(path: Path) -> bool:
    return time.time() - path.stat().st_ctime > START_SECONDS


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="ascii")
    except OSError:
        return ""
