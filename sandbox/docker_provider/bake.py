"""One image per template: the server image with the template's databases in it, cleanly stopped.

A container of the server image is filled over its socket and committed. So the same code fills a cluster for every
provider, errors come with their SQLSTATE and position, and no network or build context is involved.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from importlib import resources
from typing import TYPE_CHECKING

from docker.errors import APIError, ImageNotFound

from sandbox import labels, wire
from sandbox.docker_provider.engine import Engine, gone, translated
from sandbox.docker_provider.hardening import DATA_FOLDER, container_options
from sandbox.docker_provider.sockets import SocketFolders
from sandbox.errors import SeedFailed, StartFailed
from sandbox.provider import Limits, Progress, Template
from sandbox.readiness import wait_until_ready
from sandbox.scram import new_password, verifier
from sandbox.seeding import MAINTENANCE_DATABASE, PLATFORM_ROLE, fill_cluster

if TYPE_CHECKING:
    from docker.models.containers import Container
    from docker.models.images import Image

REPOSITORY = "assessor-template"
BAKE_LIMITS = Limits(memory_mb=1024, cpus=2.0, pids=128)
READY_SECONDS = 60.0
STOP_SECONDS = 120

_SETTINGS = {
    "autovacuum": "off",
    "statement_timeout": "0",
    "maintenance_work_mem": "256MB",
    "max_wal_size": "1GB",
    # Old WAL is removed instead of kept for reuse: it would become part of the image.
    "wal_recycle": "off",
    # So that the log shows whether the server was stopped cleanly.
    "log_min_messages": "log",
}

# The first password is set in single-user mode, by its verifier: so there is no moment without a password.
_SINGLE_USER_FIRST = """
echo "$0" | /sandbox/bin/postgres --single -D "$2" postgres >/dev/null
exec /sandbox/bin/postgres "$@"
"""


def reference_of(template_key: str, server_image: str) -> str:
    """The image's name: a hash of all that goes into it, including the code that fills it."""
    recipe = (resources.files("sandbox") / "seeding.py").read_bytes()
    made_of = f"{server_image} {template_key}".encode() + recipe
    return f"{REPOSITORY}:{hashlib.sha256(made_of).hexdigest()[:24]}"


def find_template_image(engine: Engine, reference: str) -> Image | None:
    """The baked image, or None."""
    with translated(f"looking for the image {reference}"):
        try:
            return engine.client.images.get(reference)
        except ImageNotFound:
            return None


def keep_as_image(engine: Engine, container: Container, reference: str, changes: list[str]) -> None:
    """Commit a container, unless there is an image of that name by now.

    Another installation may have made the same meanwhile. Labs of one grading start from one image, so the first stays.
    """
    made = engine.api.commit(container.id, changes=changes)["Id"]
    if find_template_image(engine, reference) is None:
        engine.api.tag(made, *reference.split(":"))
    else:
        engine.api.remove_image(made)


class Baker:
    """Makes template images for one installation."""

    def __init__(self, engine: Engine, sockets: SocketFolders, installation: str) -> None:
        self._engine, self._sockets, self._installation = engine, sockets, installation

    def bake(self, template: Template, server_image: str, reference: str, progress: Progress) -> None:
        """Make the image `reference`; callers hold its lock. Raises SeedFailed, StartFailed, NeverReady."""
        server_version = int((self._engine.image_labels(server_image) or {})[labels.SERVER_VERSION])
        self._remove_leftovers(template)
        bake_id, password = secrets.token_hex(6), new_password()
        container: Container | None = None
        try:
            container = self._start(bake_id, password, template, server_image, server_version)
            dsn = wire.conninfo(str(self._sockets.of(bake_id)), PLATFORM_ROLE, password, MAINTENANCE_DATABASE)
            self._fill(container, dsn, template, progress)
            progress("stopping the server and committing its image")
            self._stop(container)
            self._commit(container, reference, template, password, server_version)
        finally:
            self._discard(container, bake_id)

    def _start(
        self, bake_id: str, password: str, template: Template, server_image: str, server_version: int
    ) -> Container:
        settings = dict(_SETTINGS)
        if server_version >= 170_000:
            settings["transaction_timeout"] = "0"
        options = container_options(
            BAKE_LIMITS,
            self._sockets.create(bake_id),
            {
                labels.KIND: labels.BAKE,
                labels.INSTALLATION: self._installation,
                labels.TEMPLATE_KEY: template.key,
            },
            settings,
        )
        options["entrypoint"] = ["/bin/sh", "-ec", _SINGLE_USER_FIRST]
        first = f"ALTER ROLE {PLATFORM_ROLE} PASSWORD '{verifier(password)}'"
        options["command"] = [first, *options["command"]]
        with translated("starting a server to fill"):
            container = self._engine.client.containers.create(
                server_image, name=f"assessor-bake-{bake_id}", **options
            )
            try:
                container.start()
            except APIError:
                container.remove(force=True, v=True)
                raise
        return container

    def _fill(self, container: Container, dsn: str, template: Template, progress: Progress) -> None:
        def still_alive() -> None:
            if container_ended(container):
                raise StartFailed(f"The server to fill ended right after its start: {last_words(container)}")

        wait_until_ready(dsn, READY_SECONDS, still_alive)
        try:
            fill_cluster(dsn, template, progress)
        except SeedFailed as error:
            if container_ended(container):
                limit = f"The server had {BAKE_LIMITS.memory_mb} MB of memory."
                raise SeedFailed(f"{error} {limit} {last_words(container)}") from error
            raise

    def _stop(self, container: Container) -> None:
        with translated("stopping the filled server"):
            container.stop(timeout=STOP_SECONDS)
            code = container.wait(timeout=STOP_SECONDS)["StatusCode"]
        if code != 0 or "database system is shut down" not in last_words(container, 20):
            raise StartFailed(
                f"The filled server did not stop cleanly (exit code {code}): {last_words(container)}"
            )

    def _commit(
        self, container: Container, reference: str, template: Template, password: str, server_version: int
    ) -> None:
        tags = {
            labels.KIND: labels.TEMPLATE_IMAGE,
            labels.INSTALLATION: self._installation,
            labels.TEMPLATE_KEY: template.key,
            labels.TEMPLATE_LABEL: re.sub(r"[^\w .,:()/-]", "_", template.label),
            labels.SERVER_VERSION: str(server_version),
            labels.BOOTSTRAP: password,
        }
        changes = [f'LABEL "{name}"="{value}"' for name, value in tags.items()]
        changes.append('ENTRYPOINT ["/sandbox/bin/postgres"]')
        changes.append("CMD " + json.dumps(["-D", DATA_FOLDER]))
        with translated(f"committing {reference}"):
            keep_as_image(self._engine, container, reference, changes)

    def _remove_leftovers(self, template: Template) -> None:
        ours = (labels.INSTALLATION, self._installation), (labels.TEMPLATE_KEY, template.key)
        filters = {"label": [f"{labels.KIND}={labels.BAKE}", *(f"{name}={value}" for name, value in ours)]}
        with translated("removing what an interrupted preparation left"):
            for found in self._engine.api.containers(all=True, filters=filters):
                self._sockets.remove(str(found["Names"][0]).rpartition("-")[2])
                self._engine.api.remove_container(found["Id"], force=True, v=True)

    def _discard(self, container: Container | None, bake_id: str) -> None:
        try:
            if container is not None:
                with translated("removing the server that was filled"):
                    remove_container(container)
        finally:
            self._sockets.remove(bake_id)


def remove_container(container: Container) -> None:
    """Force it away with its anonymous volumes; already gone, or going this moment, is success."""
    try:
        container.remove(force=True, v=True)
    except APIError as error:
        if not gone(error):
            raise


def container_ended(container: Container) -> bool:
    """Whether the container does not run any more."""
    with translated("looking at a container"):
        container.reload()
        return container.status not in ("created", "running", "restarting")


def last_words(container: Container, lines: int = 6) -> str:
    """The end of its log in one line, for messages."""
    with translated("reading a container's log"):
        text = container.logs(tail=lines).decode("utf-8", "replace")
    return " / ".join(text.strip().splitlines())
