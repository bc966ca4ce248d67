"""Queue again what a lost job has left undone, and forget what is over."""

from __future__ import annotations

from assessor.jobs.context import JobContext
from assessor.services.deliver_webhooks import forget_deliveries
from assessor.services.import_invitations import forget_old_imports
from assessor.services.repeatable import forget_answers
from assessor.services.sweep import forget_access, requeue_gradings


def sweep(context: JobContext) -> None:
    """Requeue gradings without a verdict; forget what has served."""
    with context.open_work() as work:
        requeue_gradings(work)
        forget_old_imports(work)
        forget_access(work)
        forget_answers(work)
        forget_deliveries(work)
