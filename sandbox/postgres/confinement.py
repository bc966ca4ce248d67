"""What holds a local server where there is no container: a user of its own, resource limits, bubblewrap.

Each is used where the machine offers it: a user of its own needs root, bubblewrap needs its program and a kernel that
lets ordinary users make namespaces. None of it bounds what all processes of a server take together.
"""

from __future__ import annotations

import functools
import os
import shlex
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sandbox.disk import write_private
from sandbox.postgres.identity import Identity

FIRST_UID = 1_900_000_000
UIDS = 100_000_000
"""Numbers above those that systemd gives to users, services and containers."""

SPARE_MB = 256
"""Address space beyond the memory limit that each process may have: programs, libraries and shared memory."""

OPEN_FILES = 1024
OOM_SCORE = 500
TEMP = "/tmp"  # noqa: S108 - a mount point of the server's own

_MEGABYTE = 2**20
_NAMESPACES = ("--unshare-user", "--unshare-ipc", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try")
_SYSTEM = ("/bin", "/lib", "/lib32", "/lib64", "/libx32", "/sbin")


@dataclass(frozen=True)
class Confinement:
    """How one server is held. `processes` is None where its user has other processes, too."""

    memory_mb: int
    processes: int | None
    file_mb: int
    """The size that one file of it may reach."""
    bubblewrap: str | None
    """The program, where it works."""

    def launcher(self, folder: Path, program: Path, writable: Sequence[Path], identity: Identity) -> Path:
        """A script in `folder` that starts `program` so held; the limits go to every process that it starts."""
        command = self._limits()
        if self.bubblewrap is not None:
            command += bubblewrap_command(self.bubblewrap, program.resolve().parents[1], writable)
        killed_first = f"echo {OOM_SCORE} 2>/dev/null >/proc/self/oom_score_adj"
        start = f'exec {shlex.join([*command, str(program)])} "$@"'
        script = folder / "confined"
        write_private(script, f"#!/bin/sh\n{killed_first}\n{start}\n")
        identity.own(script, 0o500)
        return script

    def _limits(self) -> list[str]:
        # Set by the process itself: a root without CAP_SYS_RESOURCE may not set those of another user's process.
        program = shutil.which("prlimit")
        if program is None:
            return []
        wanted = {
            "as": (self.memory_mb + SPARE_MB) * _MEGABYTE,
            "core": 0,
            "fsize": self.file_mb * _MEGABYTE,
            "nofile": OPEN_FILES,
            "nproc": self.processes,
        }
        return [program, *(f"--{name}={value}" for name, value in wanted.items() if value is not None), "--"]


def bubblewrap_command(program: str, installation: Path, writable: Sequence[Path]) -> list[str]:
    """What is put in front of a command: no network, the system and `installation` to read, `writable` to write.

    Processes keep their numbers of the host, by which LocalServer finds them; no /proc is there to read.
    """
    command = [program, *_NAMESPACES, "--ro-bind", "/usr", "/usr"]
    for name in _SYSTEM:
        folder = Path(name)
        if folder.is_symlink():
            command += ["--symlink", str(folder.readlink()), name]
        elif folder.is_dir():
            command += ["--ro-bind", name, name]
    # The wheel's programs find their libraries three folders above themselves.
    root = installation if installation.is_relative_to("/usr") else installation.parents[1]
    command += ["--dev", "/dev", "--tmpfs", TEMP, "--ro-bind", str(root), str(root)]
    for folder in writable:
        command += ["--bind", str(folder), str(folder)]
    return [*command, "--cap-drop", "ALL", "--chdir", "/", "--"]


@functools.cache
def find_bubblewrap() -> str | None:
    """The program bwrap, if it is there and this kernel lets an ordinary user use it."""
    program = shutil.which("bwrap")
    if program is None:
        return None
    user = {"user": FIRST_UID, "group": FIRST_UID, "extra_groups": []} if os.geteuid() == 0 else {}
    command = [*bubblewrap_command(program, Path("/usr/lib"), []), "/bin/true"]
    try:
        tried = subprocess.run(command, capture_output=True, timeout=10, check=False, cwd="/", **user)  # type: ignore[call-overload]  # the stubs know no mapping here
    except (OSError, subprocess.SubprocessError):
        return None
    return program if tried.returncode == 0 else None


def own_identity(server_id: str) -> Identity | None:
    """A user for one server alone, by its hexadecimal id; None where we may not choose (not root)."""
    if os.geteuid() != 0:
        return None
    uid = FIRST_UID + int(server_id, 16) % UIDS
    return Identity(uid, uid, switch=True)


def own_all(folder: Path, identity: Identity) -> None:
    """Give a folder and all in it to the identity, which only root can."""
    for path in [folder, *folder.rglob("*")]:
        os.chown(path, identity.uid, identity.gid, follow_symlinks=False)
