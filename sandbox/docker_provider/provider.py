"""DockerProvider: the protocol of sandbox.provider on a Docker Engine."""

from __future__ import annotations

import contextlib
import secrets
import threading
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docker.errors import APIError, NotFound

from sandbox import labels, wire
from sandbox.docker_provider import bake
from sandbox.docker_provider.engine import Engine, translated
from sandbox.docker_provider.fleets import Fleets
from sandbox.docker_provider.hardening import container_options, strangers_options
from sandbox.docker_provider.loop_storage import choose_storage
from sandbox.docker_provider.pruning import prune_images
from sandbox.docker_provider.sockets import SocketFolders
from sandbox.docker_provider.template_images import TemplateImages
from sandbox.errors import ProviderUnavailable, SandboxError, SandboxGone, StartFailed
from sandbox.fleet.shell import all_listen, nodes_of
from sandbox.handover import give_secrets, hand_back, prove
from sandbox.postgres.versions import show
from sandbox.provider import (
    BAKED_SECONDS,
    CANDIDATE_ROLE,
    FoundSandbox,
    Limits,
    Owner,
    Progress,
    SandboxHandle,
    SandboxSpec,
    SandboxState,
    Template,
    silent,
)
from sandbox.readiness import PATIENCE_SECONDS, answers_soon, wait_until_ready
from sandbox.scram import new_password
from sandbox.seeding import PLATFORM_ROLE, first_database

if TYPE_CHECKING:
    from docker.models.containers import Container
    from docker.models.images import Image

    from sandbox.docker_provider.storage import Storage

POLL_SECONDS = 3.0
SUSPEND_SECONDS = 15
"""How long a server may take to end before it is killed."""

CONFLICT = 409
"""How the engine answers when a container is not in the state that a call needs."""

ALIVE = ("running", "paused", "restarting")
"""What Docker calls a container that has processes."""


class DockerProvider:
    """Each server is a container without network, reached over a unix socket in a directory of its own.

    `installation` names the application's installation in labels, so that several can share an engine;
    `runtime_dir` holds the socket directories and locks and must be on the engine's own host; `state_dir` (None: below
    `runtime_dir`) holds the servers' disks, and should outlive a reboot; `base` is the image to build on (None: see
    build_image). Safe to use from several threads and processes at once.
    """

    name = "docker"

    def __init__(
        self,
        installation: str,
        runtime_dir: Path,
        *,
        base: str | None = None,
        ready_seconds: float = 30.0,
        patience_seconds: float = PATIENCE_SECONDS,
        engine: Engine | None = None,
        state_dir: Path | None = None,
    ) -> None:
        self._installation = installation
        self._ready_seconds = ready_seconds
        self._patience_seconds = patience_seconds
        self._engine = engine or Engine()
        self._sockets = SocketFolders(runtime_dir)
        self._fleets = Fleets(self._engine, self._sockets, installation)
        self._images = TemplateImages(self._engine, self._sockets, installation, base, self._fleets)
        self._state_dir = (state_dir or runtime_dir / "disks").absolute()
        self._storage_lock = threading.Lock()
        self._known_storage: Storage | None = None

    def check(self) -> str:
        """See SandboxProvider.check."""
        version = self._engine.version()
        self._engine.require_disk()
        found = self._images.find_server()
        if found is None:
            return f"Docker Engine {version}; its server image is not built yet (assessor sandbox build)"
        tags = self._engine.image_labels(found) or {}
        return f"Docker Engine {version}, {found}, PostgreSQL {show(int(tags[labels.SERVER_VERSION]))}"

    def describe(self) -> str:
        """See SandboxProvider.describe."""
        return (
            "Each PostgreSQL runs in a container of its own: a read-only root, no network, an unprivileged user, no"
            " capabilities, no new privileges, few system calls, bounded memory, CPU, processes, shared memory and"
            f" logs; reached only over a unix socket with a random password. {self._disk()}. It shares the host's"
            " kernel, and its user with every other sandbox."
        )

    def prepare(self, template: Template, progress: Progress = silent) -> None:
        """See SandboxProvider.prepare; builds the server image first if need be."""
        image = self._images.ensure(template, progress)
        self._storage().prepare(image)
        self._images.ensure_fleet(template, image, progress)

    def start(self, spec: SandboxSpec) -> SandboxHandle:
        """See SandboxProvider.start."""
        image = self._images.ensure(spec.template, silent)
        self._engine.require_disk()
        sandbox_id = secrets.token_hex(6)
        try:
            container_id = self._run(sandbox_id, spec, image)
            passwords = {PLATFORM_ROLE: new_password(), CANDIDATE_ROLE: new_password()}
            self._take_over(sandbox_id, spec.template, image, passwords)
            handle = self._handle(sandbox_id, container_id, spec.template, image, passwords)
            return replace(
                handle, state={**handle.state, **self._start_fleet(handle.id, spec.template, image)}
            )
        except BaseException:
            # What went wrong first is what to tell, also when the engine went away altogether.
            with contextlib.suppress(SandboxError):
                self.remove(sandbox_id)
            raise

    def _start_fleet(self, sandbox_id: str, template: Template, image: Image) -> Mapping[str, str]:
        fleet_image = self._images.ensure_fleet(template, image, silent)
        if template.fleet is None or fleet_image is None:
            return {}
        return self._fleets.start(sandbox_id, template.fleet, fleet_image)

    def poll(self, handle: SandboxHandle) -> SandboxState:
        """See SandboxProvider.poll."""
        container = self._find(handle.id)
        if container is None:
            return SandboxState.GONE
        if container.status not in ALIVE:
            return SandboxState.STOPPED
        answers = wire.answers(handle.platform_dsn, POLL_SECONDS) and all_listen(handle.state)
        return SandboxState.READY if answers else SandboxState.UNREADY

    def stop(self, handle: SandboxHandle) -> None:
        """See SandboxProvider.stop."""
        self.remove(handle.id)

    def suspend(self, handle: SandboxHandle) -> None:
        """See SandboxProvider.suspend."""
        container = self._existing(handle.id)
        with translated("suspending a sandbox"):
            if container.status == "paused":
                container.unpause()
            # PostgreSQL's fast shutdown; a server too busy for it is killed, and recovers when it is resumed.
            container.stop(timeout=SUSPEND_SECONDS)
        self._storage_of(container).close(handle.id)
        self._fleets.pause(handle.id)

    def resume(self, handle: SandboxHandle) -> None:
        """See SandboxProvider.resume."""
        container = self._existing(handle.id)
        with translated("resuming a sandbox"):
            if container.status == "paused":
                container.unpause()
            if _runs(container) and not self._answers_soon(container, handle):
                kill(container)
            if not _runs(container):
                self._start_again(container, handle)
        if nodes := nodes_of(handle.state):
            self._fleets.wake(handle.id, len(nodes))
        hand_back(handle, self._ready_seconds)

    def _answers_soon(self, container: Container, handle: SandboxHandle) -> bool:
        return answers_soon(handle.platform_dsn, self._patience_seconds, lambda: _runs(container))

    def _start_again(self, container: Container, handle: SandboxHandle) -> None:
        storage = self._storage_of(container)
        storage.open(handle.id)
        # Its own again until it answers, and empty: nothing that was put there while it ran comes back.
        self._sockets.remove(handle.id)
        self._sockets.create(handle.id)
        container.start()
        wait_until_ready(handle.platform_dsn, self._ready_seconds, lambda: self._require_running(handle.id))
        self._sockets.lock(handle.id)
        storage.settle(handle.id)

    def list(self) -> Sequence[FoundSandbox]:
        """See SandboxProvider.list."""
        found = self._servers(f"{labels.INSTALLATION}={self._installation}")
        return [self._found(container) for container in found]

    def sweep(self, templates: Collection[str], *, older_seconds: float = BAKED_SECONDS) -> None:
        """See SandboxProvider.sweep."""
        needed = self._images.needed(templates)
        if needed is not None:
            prune_images(self._engine, self._installation, needed, older_seconds)
        # Other installations may share the folders.
        existing = {container["Labels"][labels.SANDBOX_ID] for container in self._servers()}
        with translated("listing images"):
            images = self._engine.api.images(quiet=True)
        self._sockets.sweep(existing)
        self._fleets.sweep(existing, older_seconds)
        self._storage().sweep(existing, images)

    def _servers(self, *filters: str) -> Sequence[Mapping[str, Any]]:
        with translated("listing containers"):
            wanted = {"label": [f"{labels.KIND}={labels.SERVER}", *filters]}
            servers: Sequence[Mapping[str, Any]] = self._engine.api.containers(all=True, filters=wanted)
        return servers

    def remove(self, sandbox_id: str) -> None:
        """See SandboxProvider.remove; containers of other installations are left alone."""
        self._fleets.remove(sandbox_id)
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
        with contextlib.suppress(ProviderUnavailable):
            self._storage().remove(sandbox_id)

    @property
    def engine(self) -> Engine:
        """The engine it starts servers on."""
        return self._engine

    def container_name(self, sandbox_id: str) -> str:
        """The name of a server's container. Raises SandboxError if it is none of this installation's."""
        if all(found.id != sandbox_id for found in self.list()):
            raise SandboxError(f"There is no server {sandbox_id} here; see `assessor sandbox ls`.")
        return _container_name(sandbox_id)

    def close(self) -> None:
        """Close the connections to the engine; the next use opens new ones."""
        self._engine.close()

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
        tags[labels.STORAGE] = self._storage().name
        options = strangers_options(
            container_options(spec.limits, self._sockets.create(sandbox_id), tags, {}),
            self._storage().create(sandbox_id, image, spec.limits),
            image.attrs["Config"].get("Volumes") or (),
        )
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
        give_secrets(first, passwords)
        self._sockets.lock(sandbox_id)
        self._storage().settle(sandbox_id)
        prove(wire.conninfo(host, CANDIDATE_ROLE, passwords[CANDIDATE_ROLE], database), self._ready_seconds)

    def _storage(self) -> Storage:
        """The best that there is here; raises ProviderUnavailable."""
        with self._storage_lock:
            if self._known_storage is None:
                self._known_storage = choose_storage(self._engine, self._state_dir)
            return self._known_storage

    def _storage_of(self, container: Container) -> Storage:
        """That of an existing server, which perhaps another process started; raises StartFailed."""
        storage, name = self._storage(), container.labels.get(labels.STORAGE)
        if storage.name != name:
            raise StartFailed(
                f"The sandbox's disk is a {name}, and this process handles a {storage.name} only."
            )
        return storage

    def _disk(self) -> str:
        try:
            return self._storage().describe(Limits())
        except ProviderUnavailable:
            return "What bounds its disk cannot be said while no Docker Engine answers"

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

    def _find(self, sandbox_id: str) -> Container | None:
        with translated("looking at a sandbox"):
            try:
                return self._engine.client.containers.get(_container_name(sandbox_id))
            except NotFound:
                return None

    def _existing(self, sandbox_id: str) -> Container:
        container = self._find(sandbox_id)
        if container is None or container.labels.get(labels.INSTALLATION) != self._installation:
            raise SandboxGone
        return container

    def _require_running(self, sandbox_id: str) -> None:
        container = self._existing(sandbox_id)
        if container.status not in ALIVE:
            raise StartFailed(f"The sandbox ended right after its start: {bake.last_words(container)}")

    def _found(self, container: Mapping[str, Any]) -> FoundSandbox:
        tags: Mapping[str, str] = container["Labels"]
        sandbox_id, runs = tags[labels.SANDBOX_ID], container["State"] in ALIVE
        stopped = None if runs else self._find(sandbox_id)
        return FoundSandbox(
            id=sandbox_id,
            owner=Owner(tags[labels.PURPOSE], tags[labels.SUBJECT]),
            template_key=tags[labels.TEMPLATE_KEY],
            template_label=tags[labels.TEMPLATE_LABEL],
            started_at=datetime.fromisoformat(tags[labels.STARTED_AT]),
            state=self._seen(sandbox_id) if runs else SandboxState.STOPPED,
            out_of_memory=stopped is not None and bool(stopped.attrs["State"]["OOMKilled"]),
        )

    def _seen(self, sandbox_id: str) -> SandboxState:
        accepts = wire.accepts(str(self._sockets.of(sandbox_id)))
        return SandboxState.READY if accepts else SandboxState.UNREADY


def _runs(container: Container) -> bool:
    container.reload()
    return container.status in ALIVE


def kill(container: Container) -> None:
    """Return when it runs no more; that it ended by itself this moment is success."""
    try:
        container.kill()
    except APIError as error:
        if error.status_code != CONFLICT:
            raise
    container.wait(timeout=SUSPEND_SECONDS)


def _container_name(sandbox_id: str) -> str:
    return f"assessor-sandbox-{sandbox_id}"
