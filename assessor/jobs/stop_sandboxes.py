"""Remove the servers of an attempt that is over."""

from __future__ import annotations

from uuid import UUID

from assessor.jobs.context import JobContext
from assessor.services import stop_sandboxes as service


def stop_sandboxes(context: JobContext, attempt_id: str) -> None:
    """Stop every server of the attempt of that id."""
    service.stop_sandboxes(context.open_work, context.provider, UUID(attempt_id))
