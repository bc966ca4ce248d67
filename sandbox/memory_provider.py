"""A provider without any server, for unit tests, and its siblings that misbehave.

Its handles lead nowhere: a DSN of a MemoryProvider cannot be connected to.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from sandbox.errors import NeverReady, SandboxError, SandboxGone, StartFailed
from sandbox.provider import (
    BAKED_SECONDS,
    FoundSandbox,
    Progress,
    SandboxHandle,
    SandboxSpec,
    SandboxState,
    Template,
    silent,
)


@dataclass
class MemoryHost:
    """The "machine" on which memory servers live; hand one to two providers to play a restart."""

    servers: dict[tuple[str, str], FoundSandbox] = field(default_factory=dict)
    """By installation and id."""
    prepared: dict[str, float] = field(default_factory=dict)
    """Keys of baked templates, each with when it was baked (time.monotonic)."""
    bakes: list[str] = field(default_factory=list)
    """Keys in the order in which they were baked."""
    lock: threading.RLock = field(default_factory=threading.RLock)


class MemoryProvider:
    """Keeps servers as entries of a dict. Thread-safe."""

    name = "memory"

    def __init__(self, installation: str = "test", host: MemoryHost | None = None) -> None:
        self.host = host or MemoryHost()
        self._installation = installation

    def check(self) -> str:
        """See SandboxProvider.check."""
        return "memory: no PostgreSQL at all"

    def describe(self) -> str:
        """See SandboxProvider.describe."""
        return "No server is started: for unit tests only."

    def prepare(self, template: Template, progress: Progress = silent) -> None:
        """See SandboxProvider.prepare."""
        with self.host.lock:
            if template.key not in self.host.prepared:
                progress(f"remembering {template.label or template.key}")
                self.host.bakes.append(template.key)
                self.host.prepared[template.key] = time.monotonic()

    def start(self, spec: SandboxSpec) -> SandboxHandle:
        """See SandboxProvider.start."""
        self.prepare(spec.template)
        sandbox_id = secrets.token_hex(6)
        found = FoundSandbox(
            id=sandbox_id,
            owner=spec.owner,
            template_key=spec.template.key,
            template_label=spec.template.label,
            started_at=datetime.now(UTC),
            state=SandboxState.READY,
        )
        with self.host.lock:
            self.host.servers[self._installation, sandbox_id] = found
        return self._handle(sandbox_id, spec)

    def poll(self, handle: SandboxHandle) -> SandboxState:
        """See SandboxProvider.poll."""
        with self.host.lock:
            found = self.host.servers.get((self._installation, handle.id))
        return found.state if found else SandboxState.GONE

    def stop(self, handle: SandboxHandle) -> None:
        """See SandboxProvider.stop."""
        self.remove(handle.id)

    def suspend(self, handle: SandboxHandle) -> None:
        """See SandboxProvider.suspend."""
        self._change(handle.id, SandboxState.STOPPED)

    def resume(self, handle: SandboxHandle) -> None:
        """See SandboxProvider.resume."""
        self._change(handle.id, SandboxState.READY)

    def list(self) -> Sequence[FoundSandbox]:
        """See SandboxProvider.list."""
        with self.host.lock:
            servers = self.host.servers.items()
            return [found for (installation, _), found in servers if installation == self._installation]

    def remove(self, sandbox_id: str) -> None:
        """See SandboxProvider.remove."""
        with self.host.lock:
            self.host.servers.pop((self._installation, sandbox_id), None)

    def sweep(self, templates: Collection[str], *, older_seconds: float = BAKED_SECONDS) -> None:
        """See SandboxProvider.sweep."""
        with self.host.lock:
            needed = {*templates, *(found.template_key for found in self.host.servers.values())}
            for key, baked_at in list(self.host.prepared.items()):
                if key not in needed and time.monotonic() - baked_at >= older_seconds:
                    del self.host.prepared[key]

    def break_down(
        self, sandbox_id: str, state: SandboxState = SandboxState.UNREADY, *, out_of_memory: bool = False
    ) -> None:
        """Let a server hang (UNREADY) or die (STOPPED), perhaps for its limit of memory."""
        self._change(sandbox_id, state, out_of_memory=out_of_memory)

    def _change(self, sandbox_id: str, state: SandboxState, *, out_of_memory: bool = False) -> None:
        key = self._installation, sandbox_id
        with self.host.lock:
            if key not in self.host.servers:
                raise SandboxGone
            found = self.host.servers[key]
            self.host.servers[key] = replace(found, state=state, out_of_memory=out_of_memory)

    def _handle(self, sandbox_id: str, spec: SandboxSpec) -> SandboxHandle:
        where = f"host=/nonexistent/{sandbox_id} dbname=challenge"
        return SandboxHandle(
            id=sandbox_id,
            provider=self.name,
            dsn=f"{where} user=candidate password={secrets.token_urlsafe(8)}",
            platform_dsn=f"{where} user=platform password={secrets.token_urlsafe(8)}",
            server_version=180_007,
            image="memory",
            template_key=spec.template.key,
        )


class SlowProvider(MemoryProvider):
    """Takes its time to start and to resume."""

    def __init__(
        self, installation: str = "test", host: MemoryHost | None = None, *, seconds: float = 0.2
    ) -> None:
        super().__init__(installation, host)
        self._seconds = seconds

    def start(self, spec: SandboxSpec) -> SandboxHandle:
        """See SandboxProvider.start; sleeps before."""
        time.sleep(self._seconds)
        return super().start(spec)

    def resume(self, handle: SandboxHandle) -> None:
        """See SandboxProvider.resume; sleeps before."""
        time.sleep(self._seconds)
        super().resume(handle)


class FailingProvider(MemoryProvider):
    """Fails to start or to resume the first `failures` times (None: always) and changes nothing then."""

    def __init__(
        self,
        installation: str = "test",
        host: MemoryHost | None = None,
        *,
        failures: int | None = None,
        error: SandboxError | None = None,
    ) -> None:
        super().__init__(installation, host)
        self._failures = failures
        self._error = error or StartFailed("The server could not be started, as this provider always says.")

    def start(self, spec: SandboxSpec) -> SandboxHandle:
        """See SandboxProvider.start; raises until its failures are used up."""
        self._fail()
        return super().start(spec)

    def resume(self, handle: SandboxHandle) -> None:
        """See SandboxProvider.resume; raises until its failures are used up."""
        self._fail()
        super().resume(handle)

    def _fail(self) -> None:
        with self.host.lock:
            if self._failures is None:
                raise self._error
            if self._failures > 0:
                self._failures -= 1
                raise self._error


class NeverReadyProvider(MemoryProvider):
    """Starts servers that never answer: gives up, and leaves nothing behind (or a server that hangs)."""

    def start(self, spec: SandboxSpec) -> SandboxHandle:
        """See SandboxProvider.start; raises NeverReady."""
        handle = super().start(spec)
        self.remove(handle.id)
        raise NeverReady

    def resume(self, handle: SandboxHandle) -> None:
        """See SandboxProvider.resume; raises NeverReady."""
        self.break_down(handle.id)
        raise NeverReady
