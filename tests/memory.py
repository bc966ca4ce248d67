"""Files of tests in memory, where there is plenty of it: databases are made and dropped by the thousand."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

SHARED = Path("/dev/shm")
NEEDED = 8 * 2**30
"""Bytes that must be free; a whole run takes about 2 GB."""


def temporary_files_in_memory() -> Path | None:
    """Let all temporary files of this process and its children lie in memory; give their folder, to be removed.

    None where there is too little memory, where programs may not run from there, or where TMPDIR says otherwise.
    """
    if "TMPDIR" in os.environ or not _has_room():
        return None
    folder = Path(tempfile.mkdtemp(prefix="assessor-tests-", dir=SHARED))
    folder.chmod(0o711)
    os.environ["TMPDIR"] = tempfile.tempdir = str(folder)
    return folder


def forget(folder: Path) -> None:
    """Remove what is left in it."""
    os.environ.pop("TMPDIR")
    tempfile.tempdir = None
    shutil.rmtree(folder, ignore_errors=True)


def _has_room() -> bool:
    if not SHARED.is_dir():
        return False
    about = os.statvfs(SHARED)
    free = min(about.f_bavail * about.f_frsize, _available())
    return free >= NEEDED and not about.f_flag & os.ST_NOEXEC


def _available() -> int:
    # What the kernel could give without swapping; what it only keeps of files counts.
    lines = Path("/proc/meminfo").read_text().splitlines()
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:")), 0)
