"""The image of a fleet: that of its template, with every node's folder and the archive as its story has left them."""

from __future__ import annotations

import hashlib
import json
import secrets
from importlib import resources
from typing import TYPE_CHECKING

from sandbox import labels
from sandbox.docker_provider import bake
from sandbox.docker_provider.engine import Engine, translated
from sandbox.docker_provider.fleets import Fleets, require
from sandbox.docker_provider.hardening import container_options
from sandbox.errors import SandboxError, SeedFailed, StartFailed
from sandbox.fleet import FleetPlan, Shell, sections_of
from sandbox.fleet.birth import FIRST, PACK, SLEEP, own_settings
from sandbox.provider import Limits, Progress, Template

if TYPE_CHECKING:
    from pathlib import Path

    from docker.models.images import Image

_RECIPE = ("birth.py", "agent.pl")


def fleet_reference_of(template_key: str, server_image: str) -> str:
    """The image's name: a hash of all that goes into it."""
    digest = hashlib.sha256(bake.reference_of(template_key, server_image).encode())
    for name in _RECIPE:
        digest.update((resources.files("sandbox") / "fleet" / name).read_bytes())
    return f"{bake.REPOSITORY}:{digest.hexdigest()[:24]}"


class FleetBaker:
    """Lets a story happen once, and keeps how it ended."""

    def __init__(self, engine: Engine, fleets: Fleets, installation: str, sockets: Path) -> None:
        self._engine, self._fleets, self._installation, self._sockets = engine, fleets, installation, sockets

    def bake(
        self, template: Template, plan: FleetPlan, image: Image, reference: str, progress: Progress
    ) -> None:
        """Make the image `reference` on that of the template. Raises SeedFailed, StartFailed, NeverReady."""
        bake_id = secrets.token_hex(6)
        try:
            shell = Shell(self._fleets.open(bake_id, plan, image))
            for number, node in enumerate(plan.nodes):
                require(shell, node, own_settings(node, number))
            require(shell, plan.nodes[0], f"BORN={plan.database}\n{FIRST}")
            for section in sections_of(plan.story, plan.nodes[0]):
                progress(f"the story of the fleet, line {section.line}, on {section.node}")
                self._tell(shell, section.node, section.script, section.line)
            for node in plan.nodes:
                require(shell, node, SLEEP)
            self._commit(bake_id, template, image, reference)
        finally:
            self._fleets.remove(bake_id)

    def _tell(self, shell: Shell, node: str, script: str, line: int) -> None:
        if node not in shell.nodes:
            raise SeedFailed(f"The story, line {line}: there is no node {node}.")
        try:
            require(shell, node, f"set -e\n{script}")
        except SandboxError as error:
            raise SeedFailed(f"The story, line {line}, {error}") from error

    def _commit(self, bake_id: str, template: Template, image: Image, reference: str) -> None:
        tags = {
            labels.KIND: labels.TEMPLATE_IMAGE,
            labels.INSTALLATION: self._installation,
            labels.TEMPLATE_KEY: template.key,
        }
        options = container_options(
            Limits(memory_mb=512), self._sockets, {**tags, labels.KIND: labels.BAKE}, {}
        )
        options |= {"user": "0:0", "entrypoint": ["/bin/sh", "-ec", PACK], "command": []}
        options["mounts"] = [self._fleets.archive(bake_id)]
        with translated("making the image of a fleet"):
            container = self._engine.client.containers.create(str(image.id), **options)
            try:
                container.start()
                if container.wait(timeout=60)["StatusCode"] != 0:
                    raise StartFailed(f"A fleet could not be packed: {bake.last_words(container)}")
                changes = [f'LABEL "{name}"="{value}"' for name, value in tags.items()]
                changes.append("USER " + json.dumps(image.attrs["Config"]["User"]).strip('"'))
                bake.keep_as_image(self._engine, container, reference, changes)
            finally:
                bake.remove_container(container)
