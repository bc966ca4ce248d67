"""What an audit looks at: the engine's word on a container, the kernel's on its process, and its image's files."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from docker.errors import NotFound

from sandbox.docker_provider.engine import Engine, translated
from sandbox.docker_provider.hardening import DATA_FOLDER, SOCKET_FOLDER, WAL_FOLDER
from sandbox.errors import SandboxError

_LOOK_INSIDE = """
echo "== setuid"; find / -xdev -type f -perm /6000 2>/dev/null
echo "== extensions"; find / -xdev -name '*.control' -path '*/extension/*' 2>/dev/null | sed 's,.*/,,; s,[.]control$,,'
echo "== hba"; grep -vE '^[[:space:]]*(#|$)' /sandbox/data/pg_hba.conf
echo "== settings"
for name in listen_addresses password_encryption allow_alter_system jit temp_file_limit max_wal_size max_connections; do
    echo "$name=$(/sandbox/bin/postgres -D /sandbox/data -C $name 2>/dev/null)"
done
echo "== writable"; find / -xdev -type d -writable -not -path '/proc/*' -not -path '/sandbox/data/*' 2>/dev/null
"""


@dataclass(frozen=True)
class Facts:
    """Everything the checks look at; made by `gather`, or by a test."""

    inspect: Mapping[str, Any]
    """As `docker inspect` gives it."""
    info: Mapping[str, Any]
    """As `docker info` gives it."""
    process: Mapping[str, str] = field(default_factory=dict)
    """/proc/PID/status of the container's first process; empty where the host's /proc cannot be read."""
    commands: Sequence[str] = ()
    """The command line of every process in the container."""
    inside: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """What a throwaway container of the same image saw: setuid, extensions, hba, settings, writable."""
    socket_folder: tuple[int, int] | None = None
    """Owner and mode of the socket directory on the host."""
    volume_mb: Mapping[str, int] = field(default_factory=dict)
    """Of data and WAL, by mount point: the size of the file system, unless it is the engine's own."""

    @property
    def host(self) -> Mapping[str, Any]:
        """HostConfig."""
        found: Mapping[str, Any] = self.inspect["HostConfig"]
        return found

    @property
    def mounts(self) -> Sequence[Mapping[str, Any]]:
        """The mounts, each with Type, Source, Destination and Propagation."""
        found: Sequence[Mapping[str, Any]] = self.inspect.get("Mounts") or []
        return found

    def security_option(self, name: str) -> str | None:
        """The value of a security option; "" for one without a value, None for one that is not set."""
        for option in self.host.get("SecurityOpt") or []:
            key, _, value = str(option).partition("=")
            if key == name:
                return value
        return None

    def setting(self, name: str) -> str:
        """What the image's configuration sets, "" if it is not known."""
        for line in self.inside.get("settings", ()):
            key, _, value = line.partition("=")
            if key == name:
                return value
        return ""


def gather(engine: Engine, container_name: str) -> Facts:
    """The facts of a running container. Raises SandboxError if it is not there or does not run."""
    with translated(f"looking at {container_name}"):
        try:
            inspect = engine.api.inspect_container(container_name)
        except NotFound as error:
            raise SandboxError(f"There is no container {container_name}.") from error
        if not inspect["State"]["Running"]:
            raise SandboxError(f"{container_name} does not run: an audit looks at a running server.")
        info = engine.client.info()
        commands = engine.api.top(container_name, ps_args="-eo pid,args").get("Processes") or []
    return Facts(
        inspect=inspect,
        info=info,
        process=_process(int(inspect["State"]["Pid"])),
        commands=[" ".join(row[1:]) for row in commands],
        inside=_inside(engine, inspect["Image"]),
        socket_folder=_socket_folder(inspect),
        volume_mb=_volume_sizes(inspect, str(info.get("DockerRootDir", ""))),
    )


def _process(pid: int) -> Mapping[str, str]:
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return {}
    return {key: value.strip() for key, _, value in (line.partition(":") for line in lines)}


def _inside(engine: Engine, image: str) -> Mapping[str, Sequence[str]]:
    with translated("looking into the image"):
        container = engine.client.containers.create(
            image,
            entrypoint=["/bin/sh", "-c", _LOOK_INSIDE],
            command=[],
            network_mode="none",
            cap_drop=["ALL"],
            security_opt=["no-new-privileges"],
        )
        try:
            container.start()
            container.wait(timeout=60)
            text = container.logs(stdout=True, stderr=False).decode("utf-8", "replace")
        finally:
            container.remove(force=True, v=True)
    return parse_inside(text)


def parse_inside(text: str) -> Mapping[str, Sequence[str]]:
    """The sections of what the throwaway container printed."""
    sections: dict[str, list[str]] = {}
    current: list[str] = []
    for line in text.splitlines():
        if line.startswith("== "):
            current = sections.setdefault(line[3:].strip(), [])
        elif line.strip():
            current.append(line.strip())
    return sections


def _socket_folder(inspect: Mapping[str, Any]) -> tuple[int, int] | None:
    sources = [
        mount["Source"] for mount in inspect.get("Mounts") or [] if mount["Destination"] == SOCKET_FOLDER
    ]
    try:
        found = Path(sources[0]).stat()
    except (OSError, IndexError):
        return None
    return found.st_uid, stat.S_IMODE(found.st_mode)


def _volume_sizes(inspect: Mapping[str, Any], engine_root: str) -> Mapping[str, int]:
    ours = (DATA_FOLDER, WAL_FOLDER)
    volumes = [mount for mount in inspect.get("Mounts") or [] if mount.get("Destination") in ours]
    sizes: dict[str, int] = {}
    for mount in volumes:
        try:
            shared = Path(mount["Source"]).stat().st_dev == Path(engine_root).stat().st_dev
            space = os.statvfs(mount["Source"])
        except OSError:
            continue
        if not shared:
            sizes[mount["Destination"]] = space.f_blocks * space.f_frsize >> 20
    return sizes
