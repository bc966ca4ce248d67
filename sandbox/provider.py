"""The protocol of a sandbox provider and the values that cross it.

A *template* is what a PostgreSQL server is born with; `prepare` bakes it once (an image, a data directory) so that
`start` neither runs initdb nor loads data. A *handle* is a DSN with its secret plus what the provider needs to
find the server again after a restart, so that a provider on other hosts fits without touching callers.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from sandbox.fleet.plan import FleetPlan

Progress = Callable[[str], None]

CANDIDATE_ROLE = "candidate"
"""The login role that runs a candidate's text, in sandboxes and in labs alike."""

DEFAULT_DATABASE = "challenge"


def silent(message: str) -> None:
    """A Progress that says nothing."""


BAKED_SECONDS = 3600.0
"""What was baked more recently may serve somebody who says nothing of it to anybody, e.g. a pack's verification."""


class Access(StrEnum):
    """What the candidate's role may do with a database's objects."""

    OWNER = "owner"
    """The candidate owns the tables (a sandbox): may index, change and drop them."""
    READ = "read"
    """The candidate may only SELECT (a lab for queries); another role owns the tables."""


class SandboxState(StrEnum):
    """What poll says of a server."""

    READY = "ready"
    """Answers a query."""
    UNREADY = "unready"
    """Its processes run, but it does not answer now: it starts, recovers from a crash, or hangs."""
    STOPPED = "stopped"
    """Has its data but no process: suspended, crashed or killed. `resume` lets it run again."""
    GONE = "gone"
    """Does not exist any more, or has lost its data."""


@dataclass(frozen=True)
class SeedScript:
    """SQL by the challenge's author, run once while a template is prepared.

    `settings` are set before the script as session settings (names with a dot, e.g. "assessor.scale"), so that a
    generator can read them with current_setting().
    """

    name: str
    sql: str
    settings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class TemplateDatabase:
    """One database of a template: its scripts in order, then frozen and analysed (VACUUM (FREEZE, ANALYZE))."""

    name: str
    scripts: tuple[SeedScript, ...]
    access: Access = Access.OWNER
    extensions: tuple[str, ...] = ()
    """Made before the scripts run, by the platform: a candidate may create none."""


@dataclass(frozen=True)
class Template:
    """What a server is born with. `key` is a content hash: equal keys mean interchangeable servers."""

    databases: tuple[TemplateDatabase, ...]
    label: str = ""
    """For people: shown by `assessor sandbox ls`, e.g. "late-invoices sandbox". Not part of the key."""
    roles: tuple[str, ...] = ()
    """Roles besides the candidate's, which scripts may grant rights to. They cannot log in; the candidate's role may
    SET ROLE to each and inherits nothing from them."""
    rights: tuple[str, ...] = ()
    """PostgreSQL's own roles whose rights the candidate's role has, e.g. "pg_monitor"; needs PostgreSQL 16."""
    fleet: FleetPlan | None = None
    """Nodes beside the server, born with what its first database holds; see sandbox.fleet."""

    @property
    def key(self) -> str:
        """Hex SHA-256 (32 digits) of everything that ends up in the server."""
        content: list[Any] = [asdict(database) for database in self.databases]
        content += [{"roles": self.roles}] if self.roles else []
        content += [{"rights": self.rights}] if self.rights else []
        content += [{"fleet": asdict(self.fleet)}] if self.fleet else []
        return hashlib.sha256(json.dumps(content, sort_keys=True, default=dict).encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Limits:
    """What one server may use of its host; a provider without cgroups says in `describe` what it cannot hold."""

    memory_mb: int = 256
    cpus: float = 1.0
    pids: int = 64
    disk_mb: int = 512
    """What its data may grow by beyond its template's; a template's file counts from its first use on, since it is
    copied then."""
    wal_mb: int = 256
    """What its write-ahead log may take; several times max_wal_size, which PostgreSQL overruns while a slow disk holds
    a checkpoint up."""


@dataclass(frozen=True)
class Owner:
    """Whose a server is: carried as labels, so that a restarted application can adopt or reap it."""

    purpose: str
    """"sandbox" or "lab"."""
    subject: str
    """The attempt, grading or verification it serves, e.g. an attempt's UUID."""


@dataclass(frozen=True)
class SandboxSpec:
    """What to start: a prepared template for an owner within limits."""

    template: Template
    owner: Owner
    limits: Limits = Limits()


@dataclass(frozen=True)
class SandboxHandle:
    """A running server. `dsn` holds the secret of the candidate's role: never log it."""

    id: str
    provider: str
    dsn: str = field(repr=False)
    """libpq URI or key=value string of the candidate's role in DEFAULT_DATABASE or the template's first database."""
    platform_dsn: str = field(repr=False)
    """The same server for the platform's own role (superuser; never used to read a candidate's objects)."""
    server_version: int
    """As server_version_num, e.g. 170012."""
    image: str
    """What it was started from: an image digest, or a path and version of local binaries."""
    template_key: str
    state: Mapping[str, str] = field(default_factory=dict)
    """What the provider needs to find it again; strings only, so that it survives JSON."""

    def to_json(self) -> dict[str, Any]:
        """A JSON-able dict (holds secrets)."""
        return {**asdict(self), "state": dict(self.state)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> SandboxHandle:
        """The handle that to_json gave."""
        return cls(**data)


@dataclass(frozen=True)
class FoundSandbox:
    """A server that exists now, as `list` tells it; it may outlive the application that started it."""

    id: str
    owner: Owner
    template_key: str
    template_label: str
    started_at: datetime
    state: SandboxState
    out_of_memory: bool = False
    """Whether it is STOPPED because the kernel killed it for its limit of memory. (A session that the kernel killed
    alone leaves the server READY; the run in it tells.)"""


class SandboxProvider(Protocol):
    """Starts and removes PostgreSQL servers. Every implementation passes tests/sandbox/contract.py.

    Raises errors of `sandbox.errors` only; "already gone" is success for `stop` and `remove`.
    """

    name: str

    def check(self) -> str:
        """One line on what will be used (engine, image or binaries, versions); raises ProviderUnavailable,
        UnsupportedServer or NoDiskSpace with what to do."""

    def describe(self) -> str:
        """A plain statement of the isolation this provider gives, and of what it does not give."""

    def prepare(self, template: Template, progress: Progress = silent) -> None:
        """Bake the template unless it is baked already. Raises SeedFailed naming the script, line and SQLSTATE."""

    def start(self, spec: SandboxSpec) -> SandboxHandle:
        """A server that already answers; prepares the template if need be. Raises StartFailed, NeverReady."""

    def poll(self, handle: SandboxHandle) -> SandboxState:
        """How the server does now."""

    def stop(self, handle: SandboxHandle) -> None:
        """Remove the server with everything it had. Already gone is success."""

    def suspend(self, handle: SandboxHandle) -> None:
        """End the server's processes cleanly and keep its data: it costs disk, but no memory, from then on.

        Not running is success. Raises SandboxGone, StartFailed.
        """

    def resume(self, handle: SandboxHandle) -> None:
        """Return once the server answers a query of the candidate's role, on the data it has; the handle stays valid.

        A server that answers is left alone; one that was suspended, crashed or killed is started, crash recovery
        included; one that runs but does not answer in time is killed and started. Raises SandboxGone when there is
        no server or no data of it, StartFailed, NeverReady.
        """

    def list(self) -> Sequence[FoundSandbox]:
        """Every server of this installation that exists now."""

    def remove(self, sandbox_id: str) -> None:
        """Remove by id what `list` found, without a handle. Already gone is success."""

    def sweep(self, templates: Collection[str], *, older_seconds: float = BAKED_SECONDS) -> None:
        """Remove what nobody needs and `list` does not tell of: what killed processes left of servers, and what was
        baked for templates, at least so long ago, unless `templates` has their keys or a server was born with them.

        What may belong to a start in progress stays. Takes a while: for every minute, not for every second.
        """
