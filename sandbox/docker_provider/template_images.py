"""The images that servers and fleets are started from: found, or made first under a lock."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from sandbox.disk import locked
from sandbox.docker_provider import bake, server_image
from sandbox.docker_provider.engine import Engine
from sandbox.docker_provider.fleet_bake import FleetBaker, fleet_reference_of
from sandbox.docker_provider.fleets import Fleets
from sandbox.docker_provider.sockets import SocketFolders
from sandbox.errors import StartFailed
from sandbox.provider import Progress, Template

if TYPE_CHECKING:
    from docker.models.images import Image


class TemplateImages:
    """Those of one installation; `base` is the image to build on (None: see build_image)."""

    def __init__(
        self, engine: Engine, sockets: SocketFolders, installation: str, base: str | None, fleets: Fleets
    ) -> None:
        self._engine, self._sockets, self._base = engine, sockets, base
        self._baker = bake.Baker(engine, sockets, installation)
        self._fleet_baker = FleetBaker(engine, fleets, installation, sockets.root)
        self.server: str | None = None
        """The server image, once it is known."""

    def find_server(self) -> str | None:
        """The server image, if it is built already."""
        return self.server or server_image.find_image(self._engine, self._base)

    def ensure_server(self, progress: Progress) -> str:
        """The server image, built if need be. Raises what build_image raises."""
        self.server = self.find_server()
        if self.server is None:
            with locked(self._sockets.root / "server-image.lock"):
                self.server = server_image.build_image(self._base, progress, engine=self._engine)
        return self.server

    def ensure(self, template: Template, progress: Progress) -> Image:
        """The image of a template, baked if need be. Raises SeedFailed, StartFailed, NeverReady, NoDiskSpace."""
        server = self.ensure_server(progress)
        reference = bake.reference_of(template.key, server)
        return self._baked(reference, lambda: self._baker.bake(template, server, reference, progress))

    def ensure_fleet(self, template: Template, image: Image, progress: Progress) -> Image | None:
        """The image of a template's fleet on that of the template; None where it has no fleet. Raises like ensure."""
        if (plan := template.fleet) is None:
            return None
        reference = fleet_reference_of(template.key, self.ensure_server(progress))
        return self._baked(
            reference, lambda: self._fleet_baker.bake(template, plan, image, reference, progress)
        )

    def needed(self, templates: Collection[str]) -> set[str] | None:
        """The names of the images of templates, by their keys; None while there is no server image."""
        server = self.find_server()
        if server is None:
            return None
        return {name(key, server) for key in templates for name in (bake.reference_of, fleet_reference_of)}

    def _baked(self, reference: str, make: Callable[[], None]) -> Image:
        image = bake.find_template_image(self._engine, reference)
        if image is not None:
            return image
        with locked(self._sockets.root / f"{reference.rpartition(':')[2]}.lock"):
            image = bake.find_template_image(self._engine, reference)
            if image is None:
                self._engine.require_disk()
                make()
                image = bake.find_template_image(self._engine, reference)
        if image is None:
            raise StartFailed(f"The image {reference} vanished right after it was made.")
        return image
