"""The candidate's PostgreSQL servers as the application remembers them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class SandboxStatus(StrEnum):
    """Where a server stands."""

    WARMING = "warming"
    """Of the pool; being started."""
    WARM = "warm"
    """Of the pool; answers, and may be claimed."""
    REQUESTED = "requested"
    """An attempt waits for it; it is not started yet."""
    READY = "ready"
    SUSPENDED = "suspended"
    """Stopped while nobody uses it; its data is kept."""
    WAKING = "waking"
    """Its candidate is back; it is on its way to ready."""
    BROKEN = "broken"
    """It does not answer and is being repaired."""
    FAILED = "failed"
    STOPPED = "stopped"


POOLED = frozenset({SandboxStatus.WARMING, SandboxStatus.WARM})
"""Servers that belong to no attempt yet."""
LIVING = frozenset({SandboxStatus.READY, SandboxStatus.SUSPENDED, SandboxStatus.WAKING, SandboxStatus.BROKEN})
"""An attempt's servers that exist, as far as is known."""


class Mishap(StrEnum):
    """Why a server had to be repaired."""

    MEMORY = "memory"
    """It was killed for its limit of memory."""
    SESSION = "session"
    """A statement needed more memory than the server has, or crashed it; it came back by itself."""
    DISK = "disk"
    """It had filled its disk and was stopped."""
    CRASH = "crash"
    """It ended, was killed, or did not answer any more."""
    ENGINE = "engine"
    """What it runs on was restarted."""
    LOST = "lost"
    """It does not exist any more."""
    SLEEP = "sleep"
    """It was suspended, and waking it took long."""


@dataclass(frozen=True)
class AttemptSandbox:
    """The server of one attempt for one challenge. Times are aware UTC datetimes."""

    id: UUID
    attempt_id: UUID
    challenge_id: UUID
    status: SandboxStatus
    handle: Mapping[str, object] | None = field(default=None, repr=False)
    """The provider's handle as JSON (holds secrets)."""
    error: str = ""
    used_at: datetime | None = None
    """When its candidate last did something with it."""
    down_since: datetime | None = None
    """Since when its candidate waits for its repair."""
    mishap: Mishap | None = None
    """Why it is down."""

    @property
    def missing(self) -> bool:
        """Whether there is no server and none on its way."""
        return self.status in (SandboxStatus.FAILED, SandboxStatus.STOPPED)


@dataclass(frozen=True)
class PoolSandbox:
    """A server that waits for whoever comes first."""

    id: UUID
    challenge_id: UUID
    status: SandboxStatus
    handle: Mapping[str, object] | None = field(default=None, repr=False)
