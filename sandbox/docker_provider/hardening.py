"""The options of every container: what it may use, and all that it may not."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from docker.types import LogConfig, Mount, Ulimit

from sandbox.provider import Limits

UID = 64500
"""Runs postgres in every container; no user of the host or of a base image has it."""

SOCKET_FOLDER = "/run/sandbox"
DATA_FOLDER = "/sandbox/data"


def container_options(
    limits: Limits, sockets: Path, labels: Mapping[str, str], settings: Mapping[str, str]
) -> dict[str, Any]:
    """Arguments for containers.create; `settings` are passed to postgres on its command line.

    The root is still writable: the baked data lies in the image and is changed copy-on-write.
    """
    return {
        "entrypoint": ["/sandbox/bin/postgres"],
        "command": ["-D", DATA_FOLDER, *(f"--{name}={value}" for name, value in settings.items())],
        "user": f"{UID}:{UID}",
        "network_mode": "none",
        "cap_drop": ["ALL"],
        "security_opt": ["no-new-privileges"],
        "ipc_mode": "private",
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
