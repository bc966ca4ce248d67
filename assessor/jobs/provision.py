"""Start a candidate's server."""

from __future__ import annotations

from uuid import UUID

from assessor.jobs.context import JobContext
from assessor.services.provision_sandbox import provision_sandbox


def provision(context: JobContext, sandbox_id: str, attempt: int = 1) -> None:
    """Start the requested server of that id."""
    provision_sandbox(context.open_work, context.host, UUID(sandbox_id), attempt)
