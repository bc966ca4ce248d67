"""Every now and then: what a lost job has left undone is put into the queue again, and what is over is forgotten."""

from __future__ import annotations

from datetime import timedelta

from assessor.services.work import Work
from assessor.storage.queries import gradings, staff_access

PATIENCE = timedelta(minutes=3)
"""A grading that has waited longer may have lost its job; queueing it twice does no harm."""

KEPT = timedelta(days=1)


def requeue_gradings(work: Work) -> int:
    """Queue every grading without a verdict again; how many there were."""
    waiting = gradings.unfinished(work.session, work.now() - PATIENCE)
    for grading_id, _ in waiting:
        work.defer("grade", lock=f"grading:{grading_id}", grading_id=str(grading_id))
    return len(waiting)


def forget_access(work: Work) -> int:
    """Delete sessions of staff, links for passwords and counted tries that were over a day ago; how many."""
    return staff_access.sweep(work.session, work.now() - KEPT)
