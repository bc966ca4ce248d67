"""Where an installation has what is not in its home folder, and what the processes of a host share."""

from __future__ import annotations

import os
import secrets
import tempfile
from pathlib import Path

BROKER_SOCKET = "broker.sock"
BROKER_LEDGER = "broker.sessions"


def installation(home: Path) -> str:
    """A short name of this installation, made once: it labels every server, so that each finds its own again."""
    path = home / "installation"
    if not path.exists():
        home.mkdir(parents=True, exist_ok=True)
        path.write_text(secrets.token_hex(4))
    return path.read_text().strip()


def broker_socket(home: Path) -> Path:
    """Where the broker of this host listens; not in the home folder, whose path may be too long for a socket's."""
    return runtime_dir(installation(home)) / BROKER_SOCKET


def broker_ledger(home: Path) -> Path:
    """Where the broker keeps which sessions are open: it outlives the broker, and the host."""
    return home / BROKER_LEDGER


def runtime_dir(name: str) -> Path:
    """The folder of the servers' sockets: a short path, since a socket's path has at most 107 bytes."""
    if os.geteuid() == 0:
        return Path("/run/assessor") / name
    return Path(tempfile.gettempdir()) / f"assessor-{os.geteuid()}" / name


def disk_dir(name: str) -> Path:
    """The folder of the servers' disks, which outlive a reboot; only root can mount them."""
    if os.geteuid() == 0:
        return Path("/var/lib/assessor-disks") / name
    return runtime_dir(name) / "disks"
