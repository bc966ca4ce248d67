"""The images that servers of tests were started from."""

from __future__ import annotations

from docker.errors import APIError

from sandbox import labels
from sandbox.docker_provider import Engine


def installation_of(run: str, name: str) -> str:
    """How an installation is called that a run of the tests makes on an engine."""
    return f"test-{run}-{name}"


def remove_images(run: str) -> None:
    """Remove the images of templates that a run has made, once all of its processes are done.

    Before that none of them could: they share the images of equal templates, also with whoever else uses the engine.
    """
    engine = Engine()
    try:
        for image in engine.client.images.list(filters={"label": f"{labels.KIND}={labels.TEMPLATE_IMAGE}"}):
            if image.labels[labels.INSTALLATION].startswith(installation_of(run, "")):
                _remove(engine, str(image.id))
    finally:
        engine.close()


def _remove(engine: Engine, image_id: str) -> None:
    try:
        engine.client.images.remove(image_id, force=True)
    except APIError as error:
        print(f"an image of these tests stays: {error.explanation}")
