"""The options of every container: what it may use, and all that it may not."""

from __future__ import annotations

import errno
import json
import socket
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from docker.types import LogConfig, Mount, Ulimit

from sandbox.provider import Limits

UID = 64500
"""Runs postgres in every container; no user of the host or of a base image has it."""

SOCKET_FOLDER = "/run/sandbox"
DATA_FOLDER = "/sandbox/data"
WAL_FOLDER = "/sandbox/wal"

NOTHING = "ro,noexec,nosuid,nodev,size=4k,mode=0555"
"""Mount options of an empty folder in the place of a volume that a base image declares."""


_ATTRIBUTES = tuple(
    f"{how}{what}xattr" for how in ("", "l", "f") for what in ("get", "set", "list", "remove")
)


def container_options(
    limits: Limits, sockets: Path, labels: Mapping[str, str], settings: Mapping[str, str]
) -> dict[str, Any]:
    """Arguments for containers.create; `settings` are passed to postgres on its command line."""
    return {
        "entrypoint": ["/sandbox/bin/postgres"],
        "command": ["-D", DATA_FOLDER, *(f"--{name}={value}" for name, value in settings.items())],
        "user": f"{UID}:{UID}",
        "network_mode": "none",
        "cap_drop": ["ALL"],
        "security_opt": ["no-new-privileges", f"seccomp={seccomp_profile()}"],
        "ipc_mode": "private",
        "cgroupns": "private",
        "init": False,
        "restart_policy": {"Name": "no"},
        "mem_limit": f"{limits.memory_mb}m",
        "memswap_limit": f"{limits.memory_mb}m",
        "nano_cpus": round(limits.cpus * 1e9),
        "pids_limit": limits.pids,
        "shm_size": "64m",
        "oom_score_adj": 500,
        "ulimits": [Ulimit(name="core", soft=0, hard=0), Ulimit(name="nofile", soft=1024, hard=1024)],
        "log_config": LogConfig(type="json-file", config={"max-size": "1m", "max-file": "1"}),
        "mounts": [Mount(target=SOCKET_FOLDER, source=str(sockets), type="bind")],
        "labels": dict(labels),
        "stop_signal": "SIGINT",
    }


def strangers_options(
    options: Mapping[str, Any], data: Sequence[Mount], volumes: Iterable[str]
) -> dict[str, Any]:
    """Those of a container in which strangers' SQL runs: nothing of its root is writable, and its data is mounted.

    `volumes` are those that its image declares: the engine would make each of them, without a bound.
    """
    return {
        **options,
        "read_only": True,
        "mounts": [*options["mounts"], *data],
        "tmpfs": dict.fromkeys(volumes, NOTHING),
    }


@lru_cache
def seccomp_profile(*, node: bool = False) -> str:
    """sandbox/image/seccomp.json as one line: the system calls that PostgreSQL needs, and no other.

    A node of a fleet may have sockets of IPv4, which lead nowhere but to the loopback of the fleet's own network.
    Attributes of files stay forbidden there, with the code that makes cp and tar do without them.
    """
    text = (resources.files("sandbox") / "image" / "seccomp.json").read_text(encoding="utf-8")
    profile = json.loads(text)
    if node:
        internet = {"index": 0, "value": int(socket.AF_INET), "op": "SCMP_CMP_EQ"}
        profile["syscalls"] += [
            {"names": ["socket"], "action": "SCMP_ACT_ALLOW", "args": [internet]},
            {"names": list(_ATTRIBUTES), "action": "SCMP_ACT_ERRNO", "errnoRet": errno.EOPNOTSUPP},
        ]
    return json.dumps(profile)
