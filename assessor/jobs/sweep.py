"""Queue again what a lost job has left undone."""

from __future__ import annotations

from assessor.jobs.context import JobContext
from assessor.services.sweep import requeue_gradings


def sweep(context: JobContext) -> None:
    """Requeue gradings without a verdict."""
    with context.open_work() as work:
        requeue_gradings(work)
