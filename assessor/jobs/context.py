"""What jobs work with."""

from __future__ import annotations

from dataclasses import dataclass

from assessor.mail.post import PostOffice
from assessor.services.provision_sandbox import SandboxHost
from assessor.services.work import WorkFactory
from sandbox.provider import SandboxProvider


@dataclass(frozen=True)
class JobContext:
    """The worker's hands: transactions, and the provider that only the worker has."""

    open_work: WorkFactory
    host: SandboxHost
    labs: SandboxProvider
    """Where answers are graded: the same provider, with labs waiting."""
    pool_memory_mb: int = 0
    """What servers that wait for candidates may take together; 0: none wait."""
    idle_minutes: int = 0
    """After so long without use a server is suspended; 0: never."""

    post: PostOffice | None = None
    """Where mails are handed over; None: no server is set, and none are written."""

    webhook_loopback: bool = False
    """Whether webhooks may go to this machine."""

    @property
    def provider(self) -> SandboxProvider:
        """The provider of sandboxes and labs."""
        return self.host.provider
