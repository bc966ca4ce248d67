"""Time is over."""

from __future__ import annotations

from uuid import UUID

from assessor.jobs.context import JobContext
from assessor.services.expire_attempts import expire_attempt, expire_attempts


def expire(context: JobContext, attempt_id: str) -> None:
    """Hand in one attempt, at its own deadline."""
    with context.open_work() as work:
        expire_attempt(work, UUID(attempt_id))


def expire_all(context: JobContext) -> None:
    """Hand in whatever is past its deadline, in case its own job was lost."""
    with context.open_work() as work:
        expire_attempts(work)
