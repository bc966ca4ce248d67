"""DockerProvider: the protocol of sandbox.provider on a Docker Engine."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
from docker.errors import NotFound

from sandbox import labels, wire
from sandbox.disk import locked
from sandbox.docker_provider import bake, server_image
from sandbox.docker_provider.engine import Engine, translated
from sandbox.docker_provider.hardening import container_options
from sandbox.docker_provider.sockets import SocketFolders
from sandbox.errors import NeverReady, SandboxError, StartFailed
from sandbox.postgres.versions import show
from sandbox.provider import (
    CANDIDATE_ROLE,
    FoundSandbox,
    Owner,
    Progress,
    SandboxHandle,
    SandboxSpec,
    SandboxState,
    Template,
    silent,
)
from sandbox.readiness import wait_until_ready
from sandbox.scram import new_password
from sandbox.seeding import PLATFORM_ROLE, first_database, set_passwords

if TYPE_CHECKING:
    from docker.models.images import Image

POLL_SECONDS = 3.0


class DockerProvider:
    """Each server is a container without network, reached over a unix socket in a directory of its own.

    `installation` names the application's installation in labels, so that several can share an engine;
    `runtime_dir` holds the socket directories and locks and must be on the engine's own host; `base` is the image
    to build on (None: see build_image). Safe to use from several threads and processes at once.
    """

    name = "docker"

    def __init__(
        self,
        installation: str,
        runtime_dir: Path,
        *,
        base: str | None = None,
        ready_seconds: float = 30.0,
        engine: Engine | None = None,
    ) -> None:
        self._installation = installation
        self._base = base
        self._ready_seconds = ready_seconds
        self._engine = engine or Engine()
        self._sockets = SocketFolders(runtime_dir)
        self._baker = bake.Baker(self._engine, self._sockets, installation)
        self._server_image: str | None = None

    def check(self) -> str:
        """See SandboxProvider.check."""
        version = self._engine.version()
        self._engine.require_disk()
        found = server_image.find_image(self._engine, self._base)
        if found is None:
            return f"Docker Engine {version}; its server image is not built yet (assessor sandbox build)"
        tags = self._engine.image_labels(found) or {}
        return f"Docker Engine {version}, {found}, PostgreSQL {show(int(tags[labels.SERVER_VERSION]))}"

    def describe(self) -> str:
        """See SandboxProvider.describe."""
        return (
            "Each PostgreSQL runs in a container of its own: no network, an unprivileged user, no capabilities, no"
            " new privileges, bounded memory, CPU, processes, shared memory and logs; reached only over a unix"
            " socket with a random password. It shares the host's kernel, and its disk is not bounded by a quota."
        )

    def prepare(self, template: Template, progress: Progress = silent) -> None:
        """See SandboxProvider.prepare; builds the server image first if need be."""
        self._ensure_image(template, progress)

    def start(self, spec: SandboxSpec) -> SandboxHandle:
        """See SandboxProvider.start."""
        image = self._ensure_image(spec.template, silent)
        self._engine.require_disk()
        sandbox_id = secrets.token_hex(6)
        try:
            container_id = self._run(sandbox_id, spec, image)
            passwords = {PLATFORM_ROLE: new_password(), CANDIDATE_ROLE: new_password()}
            self._take_over(sandbox_id, spec.template, image, passwords)
            return self._handle(sandbox_id, container_id, spec.template, image, passwords)
        except BaseException:
            # What went wrong first is what to tell, also when the engine went away altogether.
            with contextlib.suppress(SandboxError):
                self.remove(sandbox_id)
            raise

    def poll(self, handle: SandboxHandle) -> SandboxState:
        """See SandboxProvider.poll."""
        status = self._status(handle.id)
        if status is None:
            return SandboxState.GONE
        if status == "running" and wire.answers(handle.platform_dsn, POLL_SECONDS):
            return SandboxState.READY
        return SandboxState.UNREADY

    def stop(self, handle: SandboxHandle) -> None:
        """See SandboxProvider.stop."""
        self.remove(handle.id)

    def list(self) -> Sequence[FoundSandbox]:
        """See SandboxProvider.list."""
        wanted = [f"{labels.KIND}={labels.SERVER}", f"{labels.INSTALLATION}={self._installation}"]
        with translated("listing containers"):
            found = self._engine.api.containers(all=True, filters={"label": wanted})
        return [self._found(container) for container in found]

    def remove(self, sandbox_id: str) -> None:
        """See SandboxProvider.remove; containers of other installations are left alone."""
        with translated(f"removing the sandbox {sandbox_id}"):
            try:
                container = self._engine.client.containers.get(_container_name(sandbox_id))
            except NotFound:
                container = None
            if container is not None:
                if container.labels.get(labels.INSTALLATION) != self._installation:
                    return
                bake.remove_container(container)
        self._sockets.remove(sandbox_id)

    def close(self) -> None:
        """Close the connections to the engine; the next use opens new ones."""
        self._engine.close()

    def _ensure_image(self, template: Template, progress: Progress) -> Image:
        server = self._ensure_server_image(progress)
        reference = bake.reference_of(template, server)
        image = bake.find_template_image(self._engine, reference)
        return image or self._bake(template, reference, server, progress)

    def _ensure_server_image(self, progress: Progress) -> str:
        if self._server_image is None:
            self._server_image = server_image.find_image(self._engine, self._base)
        if self._server_image is None:
            with locked(self._sockets.root / "server-image.lock"):
                self._server_image = server_image.build_image(self._base, progress, engine=self._engine)
        return self._server_image

    def _bake(self, template: Template, reference: str, server: str, progress: Progress) -> Image:
        with locked(self._sockets.root / f"{reference.rpartition(':')[2]}.lock"):
            image = bake.find_template_image(self._engine, reference)
            if image is None:
                self._engine.require_disk()
                self._baker.bake(template, server, reference, progress)
                image = bake.find_template_image(self._engine, reference)
        if image is None:
            raise StartFailed(f"The image {reference} vanished right after it was made.")
        return image

    def _run(self, sandbox_id: str, spec: SandboxSpec, image: Image) -> str:
        tags = {
            labels.KIND: labels.SERVER,
            labels.INSTALLATION: self._installation,
            labels.SANDBOX_ID: sandbox_id,
            labels.PURPOSE: spec.owner.purpose,
            labels.SUBJECT: spec.owner.subject,
            labels.TEMPLATE_KEY: spec.template.key,
            labels.TEMPLATE_LABEL: spec.template.label,
            labels.STARTED_AT: datetime.now(UTC).isoformat(),
            # Worthless from now on; not shown by `docker inspect` of the container.
            labels.BOOTSTRAP: "",
        }
        options = container_options(spec.limits, self._sockets.create(sandbox_id), tags, {})
        with translated("starting a sandbox"):
            # By id: a tag could move to another image with another first secret meanwhile.
            container = self._engine.client.containers.create(
                str(image.id), name=_container_name(sandbox_id), **options
            )
            container.start()
        return str(container.id)

    def _take_over(
        self, sandbox_id: str, template: Template, image: Image, passwords: Mapping[str, str]
    ) -> None:
        """Wait for the server, give both roles fresh secrets, lock its socket directory; then prove it answers."""
        host, database = str(self._sockets.of(sandbox_id)), first_database(template)
        first = wire.conninfo(host, PLATFORM_ROLE, image.labels[labels.BOOTSTRAP], database)
        wait_until_ready(first, self._ready_seconds, lambda: self._require_running(sandbox_id))
        try:
            set_passwords(first, passwords)
        except psycopg.Error as error:
            raise StartFailed(f"The sandbox's roles could not be given secrets: {error}") from error
        self._sockets.lock(sandbox_id)
        candidate = wire.conninfo(host, CANDIDATE_ROLE, passwords[CANDIDATE_ROLE], database)
        if not wire.answers(candidate, self._ready_seconds):
            raise NeverReady("The sandbox runs, but its candidate's role could not run a query.")

    def _handle(
        self,
        sandbox_id: str,
        container_id: str,
        template: Template,
        image: Image,
        passwords: Mapping[str, str],
    ) -> SandboxHandle:
        host, database = str(self._sockets.of(sandbox_id)), first_database(template)
        return SandboxHandle(
            id=sandbox_id,
            provider=self.name,
            dsn=wire.conninfo(host, CANDIDATE_ROLE, passwords[CANDIDATE_ROLE], database),
            platform_dsn=wire.conninfo(host, PLATFORM_ROLE, passwords[PLATFORM_ROLE], database),
            server_version=int(image.labels[labels.SERVER_VERSION]),
            image=str(image.id),
            template_key=template.key,
            state={"container": container_id, "sockets": host},
        )

    def _status(self, sandbox_id: str) -> str | None:
        with translated("looking at a sandbox"):
            try:
                container = self._engine.client.containers.get(_container_name(sandbox_id))
            except NotFound:
                return None
            return str(container.status)

    def _require_running(self, sandbox_id: str) -> None:
        if self._status(sandbox_id) not in ("created", "running"):
            with translated("reading the log of a sandbox that ended"):
                container = self._engine.client.containers.get(_container_name(sandbox_id))
                raise StartFailed(f"The sandbox ended right after its start: {bake.last_words(container)}")

    def _found(self, container: Mapping[str, Any]) -> FoundSandbox:
        tags: Mapping[str, str] = container["Labels"]
        sandbox_id = tags[labels.SANDBOX_ID]
        ready = container["State"] == "running" and wire.accepts(str(self._sockets.of(sandbox_id)))
        return FoundSandbox(
            id=sandbox_id,
            owner=Owner(tags[labels.PURPOSE], tags[labels.SUBJECT]),
            template_key=tags[labels.TEMPLATE_KEY],
            template_label=tags[labels.TEMPLATE_LABEL],
            started_at=datetime.fromisoformat(tags[labels.STARTED_AT]),
            state=SandboxState.READY if ready else SandboxState.UNREADY,
        )


def _container_name(sandbox_id: str) -> str:
    return f"assessor-sandbox-{sandbox_id}"
