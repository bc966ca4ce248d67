"""The candidate's PostgreSQL servers as the application remembers them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID


class SandboxStatus(StrEnum):
    """Where a candidate's server stands."""

    REQUESTED = "requested"
    READY = "ready"
    FAILED = "failed"
    STOPPED = "stopped"


@dataclass(frozen=True)
class AttemptSandbox:
    """The server of one attempt for one challenge."""

    id: UUID
    attempt_id: UUID
    challenge_id: UUID
    status: SandboxStatus
    handle: Mapping[str, object] | None = field(default=None, repr=False)
    """The provider's handle as JSON (holds secrets)."""
    error: str = ""

    @property
    def missing(self) -> bool:
        """Whether there is no server and none on its way."""
        return self.status in (SandboxStatus.FAILED, SandboxStatus.STOPPED)
