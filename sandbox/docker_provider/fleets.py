"""Fleets on a Docker Engine: each node a container, all of them in one network that has nothing but its loopback.

The first node owns the network, which is no bridge of the engine's: over such a one, even an internal one, a container
reaches the host. Nothing of a node outlives its container: /node and /archive are bounded file systems in memory.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Any

from docker.errors import APIError
from docker.types import Mount

from sandbox import labels
from sandbox.docker_provider.bake import remove_container
from sandbox.docker_provider.engine import Engine, gone, translated
from sandbox.docker_provider.hardening import UID, container_options, seccomp_profile, strangers_options
from sandbox.docker_provider.sockets import FLEET, SocketFolders
from sandbox.errors import ConnectionLost, NeverReady, SandboxGone, SeedFailed, StartFailed
from sandbox.fleet import FleetPlan, Ran, Shell
from sandbox.fleet.birth import ARRIVE, START, address, agent, environment
from sandbox.provider import Limits

if TYPE_CHECKING:
    from docker.models.containers import Container
    from docker.models.images import Image

NODE_LIMITS = Limits(memory_mb=384)
"""What is in /node and /archive counts as memory of whoever wrote it."""

ARCHIVE = "/archive"
NODE_MB, ARCHIVE_MB, TEMPORARY_MB = 192, 128, 32
SECONDS = 60.0

_TMPFS = f"rw,noexec,nosuid,nodev,uid={UID},gid={UID}"
_SOCKETS = "/run/sandbox"


class Fleets:
    """Starts and removes the nodes of servers."""

    def __init__(self, engine: Engine, sockets: SocketFolders, installation: str) -> None:
        self._engine, self._sockets, self._installation = engine, sockets, installation

    def start(self, sandbox_id: str, plan: FleetPlan, image: Image) -> dict[str, str]:
        """Start the nodes of a server from their image, in the state in which their story ended.

        Gives what the state of the server's handle must say of them. Raises StartFailed, NeverReady.
        """
        state = self.open(sandbox_id, plan, image)
        shell = Shell(state)
        with ThreadPoolExecutor(len(plan.nodes)) as pool:
            list(pool.map(lambda node: require(shell, node, ARRIVE), plan.nodes))
        for node in plan.nodes:
            require(shell, node, START)
        return state

    def open(self, sandbox_id: str, plan: FleetPlan, image: Image) -> dict[str, str]:
        """Start nodes in which nothing runs but their agents. Raises StartFailed, NeverReady."""
        token, folder = secrets.token_hex(16), self._sockets.create(_folder(sandbox_id))
        with translated("starting a fleet"):
            self._make_archive(sandbox_id)
            names = {name: address(number) for number, name in enumerate(plan.nodes)}
            first = self._node(
                sandbox_id, plan, plan.nodes[0], image, token, {"network_mode": "none", "extra_hosts": names}
            )
            for name in plan.nodes[1:]:
                self._node(sandbox_id, plan, name, image, token, {"network_mode": f"container:{first.id}"})
        state = {"fleet": str(folder), "fleet_token": token, "fleet_nodes": " ".join(plan.nodes)}
        shell = Shell(state)
        for name in plan.nodes:
            _wait(partial(shell.listens, name))
        self._sockets.lock(_folder(sandbox_id))
        return state

    def pause(self, sandbox_id: str) -> None:
        """Let the nodes stand still; their memory stays. None there is success."""
        for container in self._nodes(sandbox_id):
            with translated("pausing a node"):
                if container.status == "running":
                    container.pause()

    def wake(self, sandbox_id: str, nodes: int) -> None:
        """Let so many nodes go on. Raises SandboxGone where one has ended: what it had went with it."""
        found = self._nodes(sandbox_id)
        if len(found) < nodes or any(container.status not in ("running", "paused") for container in found):
            raise SandboxGone("A node of the fleet has ended, and all that it had is gone.")
        for container in found:
            with translated("waking a node"):
                if container.status == "paused":
                    container.unpause()

    def remove(self, sandbox_id: str) -> None:
        """Remove the nodes with all that they have; already gone is success."""
        for container in self._nodes(sandbox_id):
            with translated("removing a node"):
                remove_container(container)
        with translated("removing the archive of a fleet"):
            try:
                self._engine.api.remove_volume(archive_of(sandbox_id))
            except APIError as error:
                if not gone(error):
                    raise
        self._sockets.remove(_folder(sandbox_id))

    def sweep(self, existing: Collection[str], older_seconds: float) -> None:
        """Remove nodes of this installation that belong to none of the existing servers, unless they are young."""
        ours = [f"{labels.KIND}={labels.NODE}", f"{labels.INSTALLATION}={self._installation}"]
        with translated("looking for nodes that nobody needs"):
            found = self._engine.api.containers(all=True, filters={"label": ours})
        old = [each for each in found if time.time() - each["Created"] >= older_seconds]
        for sandbox_id in {each["Labels"][labels.SANDBOX_ID] for each in old} - set(existing):
            self.remove(sandbox_id)

    def archive(self, sandbox_id: str) -> Mount:
        """The file system that the nodes of a server share."""
        return Mount(target=ARCHIVE, source=archive_of(sandbox_id), type="volume", no_copy=True)

    def _make_archive(self, sandbox_id: str) -> None:
        options = {
            "type": "tmpfs",
            "device": "tmpfs",
            "o": f"size={ARCHIVE_MB}m,uid={UID},gid={UID},mode=0755,noexec,nosuid,nodev",
        }
        self._engine.api.create_volume(
            archive_of(sandbox_id), driver="local", driver_opts=options, labels=self._labels(sandbox_id)
        )

    def _node(
        self,
        sandbox_id: str,
        plan: FleetPlan,
        name: str,
        image: Image,
        token: str,
        network: Mapping[str, Any],
    ) -> Container:
        options = strangers_options(
            container_options(
                NODE_LIMITS, self._sockets.of(_folder(sandbox_id)), self._labels(sandbox_id), {}
            ),
            [self.archive(sandbox_id)],
            image.attrs["Config"].get("Volumes") or (),
        )
        options |= {
            "entrypoint": ["/usr/bin/perl", "-e", agent()],
            "command": [f"{_SOCKETS}/{name}", token],
            "environment": environment(name, plan.nodes),
            "security_opt": ["no-new-privileges", f"seccomp={seccomp_profile(node=True)}"],
            "tmpfs": {
                **options["tmpfs"],
                "/node": f"{_TMPFS},size={NODE_MB}m,mode=0700",
                "/tmp": f"{_TMPFS},size={TEMPORARY_MB}m,mode=0700",  # noqa: S108 - a file system of the node's own
            },
            **network,
        }
        container = self._engine.client.containers.create(
            str(image.id), name=f"assessor-node-{sandbox_id}-{name}", **options
        )
        container.start()
        return container

    def _nodes(self, sandbox_id: str) -> Sequence[Container]:
        wanted = [f"{name}={value}" for name, value in self._labels(sandbox_id).items()]
        with translated("looking for the nodes of a fleet"):
            found: Sequence[Container] = self._engine.client.containers.list(
                all=True, filters={"label": wanted}
            )
        return found

    def _labels(self, sandbox_id: str) -> dict[str, str]:
        return {
            labels.KIND: labels.NODE,
            labels.INSTALLATION: self._installation,
            labels.SANDBOX_ID: sandbox_id,
        }


def require(shell: Shell, node: str, script: str) -> Ran:
    """Run a script of ours, or of an author's, that must succeed. Raises SeedFailed; StartFailed if none can run."""
    try:
        ran = shell.run(node, script, SECONDS)
    except ConnectionLost as error:
        raise StartFailed(str(error)) from error
    if ran.exit != 0:
        raise SeedFailed(f"on {node}: {ran.ended}: {' / '.join(ran.output.strip().splitlines()[-6:])}")
    return ran


def archive_of(sandbox_id: str) -> str:
    """The name of the volume that the nodes of a server share."""
    return f"assessor-archive-{sandbox_id}"


def _folder(sandbox_id: str) -> str:
    return f"{sandbox_id}{FLEET}"


def _wait(there: Callable[[], bool]) -> None:
    end = time.monotonic() + SECONDS
    while not there():
        if time.monotonic() > end:
            raise NeverReady("The nodes of a fleet did not come up.")
        time.sleep(0.01)
