"""Files with an ext4 inside: a hard bound on what is written below where they are mounted."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from sandbox.docker_provider.hardening import UID

BALLAST_MB = 8
"""Kept from the server while strangers use it, for crash recovery on an image that is full otherwise."""

JOURNAL_MB = 4
"""The smallest one."""

# A journal, though not for a host that crashes: fsync is off. Without one ext4 uses the
# number of a deleted file not again for minutes, and looks at all those for every file that is made (recently_deleted()
# in fs/ext4/ialloc.c). A lab copies databases of 300 files for every probe: the 320th copy took five times as long.
_FEATURES = "has_journal,^resize_inode,sparse_super2"


def make_image(image: Path, megabytes: int) -> None:
    """A sparse file with an empty ext4; raises OSError, also when mkfs.ext4 fails."""
    with image.open("wb") as file:
        file.truncate(megabytes * 2**20)
    extended = f"lazy_itable_init=1,lazy_journal_init=1,nodiscard,root_owner={UID}:{UID}"
    features = ["-O", _FEATURES, "-J", f"size={JOURNAL_MB}", "-E", extended]
    command = ["mkfs.ext4", "-q", "-F", "-b", "4096", "-m", "0", *features, str(image)]
    try:
        subprocess.run(command, check=True, capture_output=True, text=True)
    except subprocess.CalledProcessError as error:
        raise OSError(f"mkfs.ext4 failed: {error.stderr.strip()}") from error


def copy_sparse(source: Path, target: Path) -> None:
    """Copy what a file holds, and not its holes."""
    with source.open("rb") as reading, target.open("wb") as writing:
        size = os.fstat(reading.fileno()).st_size
        writing.truncate(size)
        offset = 0
        while offset < size:
            try:
                offset = os.lseek(reading.fileno(), offset, os.SEEK_DATA)
            except OSError:
                # ENXIO: nothing but a hole is left.
                return
            end = os.lseek(reading.fileno(), offset, os.SEEK_HOLE)
            while offset < end:
                offset += os.copy_file_range(reading.fileno(), writing.fileno(), end - offset, offset, offset)


def flush(image: Path) -> None:
    """Return once all that was written to a file is on the disk."""
    descriptor = os.open(image, os.O_RDWR | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def set_ballast(folder: Path) -> None:
    """Take room away in an image that is mounted on `folder`; there already is success, a full image no failure."""
    ballast = folder / "ballast"
    if ballast.exists():
        return
    with ballast.open("wb") as file:
        try:
            os.posix_fallocate(file.fileno(), 0, BALLAST_MB * 2**20)
        except OSError:
            # As much of it as there is room for would bring nothing: let the server have it.
            ballast.unlink()


def drop_ballast(folder: Path) -> None:
    """Give the room back; not there is success."""
    (folder / "ballast").unlink(missing_ok=True)
