"""As whom a local server runs, and whether that identity can reach a folder.

PostgreSQL refuses to run as root, and so do we: started by root, the server gets an unprivileged identity.
"""

from __future__ import annotations

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sandbox.errors import StartFailed


@dataclass(frozen=True)
class Identity:
    """The uid and gid of the server process; `switch` when we are root and have to drop to it."""

    uid: int
    gid: int
    switch: bool

    def popen(self) -> dict[str, Any]:
        """Arguments for subprocess that make the child run as this identity, outside our terminal's group."""
        drop = {"user": self.uid, "group": self.gid, "extra_groups": []} if self.switch else {}
        return {**drop, "start_new_session": True, "umask": 0o077}

    def own(self, path: Path, mode: int) -> None:
        """Give a file or folder of ours to this identity."""
        path.chmod(mode)
        if self.switch:
            os.chown(path, self.uid, self.gid)


def server_identity() -> Identity:
    """Ourselves, or when we are root the user postgres, else nobody (initdb needs a uid that has a name)."""
    if os.geteuid() != 0:
        return Identity(os.geteuid(), os.getegid(), switch=False)
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Identity(entry.pw_uid, entry.pw_gid, switch=True)
    raise StartFailed(
        "PostgreSQL never runs as root, and this machine has neither a user postgres nor nobody to run it as."
        " Start assessor as an ordinary user, or create the user postgres."
    )


def obstacle(path: Path, identity: Identity) -> Path | None:
    """The first folder from / to `path` that the identity may not pass through, or None."""
    for folder in [*reversed(path.parents), path]:
        if folder.is_dir() and not _passes(folder.stat(), identity):
            return folder
    return None


def _passes(folder: os.stat_result, identity: Identity) -> bool:
    if folder.st_uid == identity.uid:
        return bool(folder.st_mode & stat.S_IXUSR)
    if folder.st_gid == identity.gid:
        return bool(folder.st_mode & stat.S_IXGRP)
    return bool(folder.st_mode & stat.S_IXOTH)


def require_reachable(path: Path, identity: Identity) -> None:
    """Raise StartFailed when the identity cannot get to `path`; we never open other people's folders."""
    barrier = obstacle(path, identity)
    if barrier is not None:
        raise StartFailed(
            f"PostgreSQL runs as the user {_name(identity.uid)}, who may not enter {barrier}. Choose a data folder"
            f" outside of it, run assessor as the ordinary user who owns it, or allow it with: chmod o+x {barrier}"
        )


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
