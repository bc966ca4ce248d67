"""The only place where adapters are chosen and wired: the database, the clock, the queue, the provider."""

from __future__ import annotations

import copy
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from assessor.broker import Sessions
from assessor.broker.client import BrokerClient
from assessor.config import Settings, load_settings, secret_key
from assessor.domain.invitation import Links
from assessor.domain.pool import default_memory_mb
from assessor.domain.reach import PLATFORM, Reach
from assessor.folders import broker_socket, disk_dir, installation, runtime_dir
from assessor.mail.post import PostOffice
from assessor.services.audit_log import write_notes
from assessor.services.clock import Clock, SystemClock
from assessor.services.provision_sandbox import SandboxHost
from assessor.services.work import Work
from assessor.storage.database import Database
from assessor.storage.migrate import migrate
from assessor.storage.queue import JobQueue, queue_app
from assessor.storage.roles import as_login, derived_password, ensure_login
from assessor.vault import Vault
from sandbox.audit import Audit
from sandbox.docker_provider import DockerProvider, build_image
from sandbox.docker_provider.audit import audit
from sandbox.docker_provider.loop_storage import forget_disks
from sandbox.errors import ProviderUnavailable
from sandbox.postgres.launcher import LocalServer
from sandbox.process_provider import ProcessProvider
from sandbox.provider import Limits, Progress, SandboxProvider, silent

if TYPE_CHECKING:
    # It brings Authlib and requests along, which most commands have no use for.
    from assessor.sign_on.provider import IdentityProvider

DATABASE_NAME = "assessor"
MAIL_JOURNAL = "mail.journal"


class Application:
    """Everything wired: what the web, the worker and the commands share.

    The provider is made on first use, so that the web process, which never asks for it, never touches an engine.
    """

    def __init__(
        self,
        settings: Settings,
        database: Database,
        *,
        clock: Clock | None = None,
        provider: SandboxProvider | None = None,
        sessions: Sessions | None = None,
        server: LocalServer | None = None,
    ) -> None:
        """`server` is the embedded PostgreSQL if this process started it: close() stops it."""
        self.settings = settings
        self.database = database
        self.clock: Clock = clock or SystemClock()
        self._queue = JobQueue(queue_app())
        self._links = Links(settings.secret_key, settings.base_url)
        self._vault = Vault(settings.secret_key)
        self._provider = provider
        self._sessions = sessions
        self._server = server
        self._reach = PLATFORM

    def acting(self, reach: Reach) -> Application:
        """The same application, whose work sees the rows of that reach; this one's sees those of all organisations."""
        acting = copy.copy(self)
        # What is made on first use is kept by this one: a request's view of it must not connect anew.
        vars(acting).update(_sessions=self.sessions, _reach=reach)
        return acting

    @contextmanager
    def work(self, *, readonly: bool = False) -> Iterator[Work]:
        """One unit of work: committed at the end, rolled back on an exception; `readonly` refuses any write."""
        with self.database.session(readonly=readonly, reach=self._reach) as session:
            work = Work(session, self.clock, self._queue, self._links, self._vault)
            yield work
            write_notes(work)

    def provider(self, progress: Progress = silent) -> SandboxProvider:
        """The provider of sandboxes and labs. Raises SandboxError with what to do."""
        if self._provider is None:
            self._provider = choose_provider(self.settings, progress)
        return self._provider

    @property
    def sessions(self) -> Sessions:
        """Whoever keeps candidates' sessions open: the broker of this host, unless told otherwise."""
        if self._sessions is None:
            self._sessions = BrokerClient(broker_socket(self.settings.home))
        return self._sessions

    def sandbox_host(self) -> SandboxHost:
        """The provider with the size of a candidate's server."""
        return SandboxHost(self.provider(), Limits(memory_mb=self.settings.sandbox_memory_mb))

    def pool_memory_mb(self) -> int:
        """What servers that wait for candidates may take together: as set, or by the host's memory."""
        chosen = self.settings.pool_memory_mb
        if chosen is not None:
            return chosen
        return default_memory_mb(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2**20)

    def post_office(self) -> PostOffice | None:
        """Where mails are handed over; None where no server is set."""
        server = self.settings.mail_server()
        return PostOffice(server, self.settings.home / MAIL_JOURNAL) if server else None

    def sign_on(self) -> IdentityProvider | None:
        """The provider that vouches for staff; None where none is set."""
        from assessor.sign_on.provider import IdentityProvider

        registration = self.settings.sign_on()
        return (
            IdentityProvider(registration, self._links.page("/sign-in/provider/done"))
            if registration
            else None
        )

    def close(self) -> None:
        """Close the connections; stop the embedded PostgreSQL if this process started it."""
        self.database.close()
        if self._server is not None:
            self._server.stop()


def bootstrap(environ: Mapping[str, str] | None = None, progress: Progress = silent) -> Application:
    """The application of an environment, its database started and up to date.

    Raises ConfigurationError, or SandboxError if the embedded PostgreSQL cannot be started.
    """
    settings = load_settings(os.environ if environ is None else environ)
    settings = settings.model_copy(update={"secret_key": secret_key(settings)})
    server, dsn = None, settings.database_url
    if not dsn:
        embedded = embedded_server(settings)
        dsn = embedded.start(progress)
        server = None if embedded.adopted else embedded
    database = Database(dsn)
    database.require()
    migrate(database.engine)
    if not settings.database_url:
        database = embedded_login(database)
    return Application(settings, database, server=server)


def make_login(database: Database, password: str) -> None:
    """Give the application database a login that owns nothing, for the web process and the worker."""
    with database.engine.begin() as connection:
        ensure_login(connection, password)


def embedded_login(owner: Database) -> Database:
    """The embedded database as the application connects to it: with a login that owns nothing."""
    password = derived_password(owner.dsn)
    make_login(owner, password)
    owner.close()
    return Database(as_login(owner.dsn, password))


def embedded_server(settings: Settings) -> LocalServer:
    """The embedded PostgreSQL of a home folder, not yet started."""
    return LocalServer(settings.home / "postgres", database=DATABASE_NAME)


def choose_provider(settings: Settings, progress: Progress = silent) -> SandboxProvider:
    """Docker where an engine answers, else PostgreSQL processes with a plain warning; or what the settings say.

    Raises SandboxError with what to do.
    """
    if settings.provider == "process":
        return process_provider(settings, progress)
    docker = docker_provider(settings)
    try:
        build_image(progress=progress)
        progress(docker.check())
    except ProviderUnavailable as error:
        if settings.provider == "docker":
            raise
        progress(f"No Docker Engine is used: {error}")
        return process_provider(settings, progress)
    return docker


def build_server_image(base: str | None, progress: Progress) -> str:
    """Build the image that sandboxes start from; gives its reference. Raises SandboxError with what to do."""
    return build_image(base, progress)


def audit_server(settings: Settings, sandbox_id: str | None, progress: Progress) -> Audit:
    """Hold a running container, or one started for it, against what is asked of a sandbox. Raises SandboxError."""
    if settings.provider == "process":
        raise ProviderUnavailable("An audit looks at containers, and the process provider has none.")
    build_image(progress=progress)
    return audit(docker_provider(settings), sandbox_id, progress)


def docker_provider(settings: Settings) -> DockerProvider:
    """The provider on a Docker Engine."""
    name = installation(settings.home)
    return DockerProvider(name, runtime_dir(name), state_dir=disk_dir(name))


def process_provider(settings: Settings, progress: Progress = silent) -> ProcessProvider:
    """The provider on local processes. Raises SandboxError if there are no PostgreSQL programs."""
    provider = ProcessProvider(installation(settings.home), settings.home / "sandboxes")
    progress(provider.check())
    progress(f"WARNING: {provider.describe()}")
    return provider


def forget_installation(home: Path) -> None:
    """Remove the folders of sockets and disks of an installation whose home is about to go. Not there is success."""
    path = home / "installation"
    if path.exists():
        name = path.read_text().strip()
        forget_disks(disk_dir(name))
        shutil.rmtree(runtime_dir(name), ignore_errors=True)
