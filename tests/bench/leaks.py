"""What servers might leave behind on the machine, counted by kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import docker
from sqlalchemy import text

from assessor.folders import disk_dir, installation, runtime_dir
from tests.living import Living

SERVER_ID = 12
"""Characters of a server's id, by which its folders are named."""


@dataclass(frozen=True)
class Inventory:
    """What was there before. The engine is shared: of volumes and networks only new ones count that nothing uses."""

    volumes: frozenset[str]
    networks: frozenset[str]
    roles: int

    @classmethod
    def take(cls, live: Living) -> Inventory:
        volumes, networks = _on_the_engine(live)
        return cls(volumes, networks, _roles(live))

    def leaked(self, live: Living) -> Mapping[str, int]:
        """What is there now that nobody owns."""
        volumes, networks = _on_the_engine(live)
        name = installation(live.home)
        places = [runtime_dir(name), disk_dir(name) / "servers", live.home / "sandboxes" / "servers"]
        return {
            "servers": len(live.application.provider().list()),
            "folders": sum(_folders(place) for place in places),
            "mounts": Path("/proc/mounts").read_text().count(f"/{name}/servers/"),
            "volumes": len(volumes - self.volumes),
            "networks": len(networks - self.networks),
            "roles": _roles(live) - self.roles,
        }


def _folders(place: Path) -> int:
    if not place.is_dir():
        return 0
    return sum(each.is_dir() and len(each.name) == SERVER_ID for each in place.iterdir())


def _on_the_engine(live: Living) -> tuple[frozenset[str], frozenset[str]]:
    if live.application.provider().name != "docker":
        return frozenset(), frozenset()
    client = docker.from_env()
    try:
        volumes = client.volumes.list(filters={"dangling": True})
        return frozenset(each.name for each in volumes), frozenset(each.id for each in client.networks.list())
    finally:
        client.close()


def _roles(live: Living) -> int:
    with live.application.work(readonly=True) as work:
        return int(work.session.scalar(text("select count(*) from pg_roles")) or 0)
