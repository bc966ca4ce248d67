"""Images of templates that nobody needs any more."""

from __future__ import annotations

import time
from collections.abc import Collection

from docker.errors import APIError

from sandbox import labels
from sandbox.docker_provider.engine import Engine, gone, translated

CONFLICT = 409


def prune_images(engine: Engine, installation: str, needed: Collection[str], older_seconds: float) -> None:
    """Remove what this installation baked, but the references in `needed`, what any container uses, and what is young.

    Another installation that used such an image bakes it again.
    """
    ours = [f"{labels.KIND}={labels.TEMPLATE_IMAGE}", f"{labels.INSTALLATION}={installation}"]
    with translated("looking for images that nobody needs"):
        used = {container["ImageID"] for container in engine.api.containers(all=True)}
        baked = engine.api.images(filters={"label": ours})
        for image in baked:
            wanted = image["Id"] in used or not set(image["RepoTags"] or ()).isdisjoint(needed)
            if not wanted and time.time() - image["Created"] >= older_seconds:
                _remove(engine, image["Id"])


def _remove(engine: Engine, image_id: str) -> None:
    """One that a server was just started from stays; already gone is success."""
    try:
        engine.api.remove_image(image_id)
    except APIError as error:
        if not gone(error) and error.status_code != CONFLICT:
            raise
