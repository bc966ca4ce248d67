"""Every now and then: what a lost job has left undone is put into the queue again, and what is over is forgotten."""

from __future__ import annotations

from datetime import timedelta

from assessor.services.work import Work
from assessor.storage.queries import gradings, staff_access

PATIENCE = timedelta(minutes=3)
"""A grading that has waited longer may have lost its job."""

KEPT = timedelta(days=1)


def requeue_gradings(work: Work) -> int:
    """Queue every grading without a verdict whose job is lost; how many there were."""
    waiting = {
        f"grading:{grading_id}": str(grading_id)
        for grading_id in gradings.unfinished(work.session, work.now() - PATIENCE)
    }
    lost = set(waiting) - work.queue.held(work.session, waiting)
    for lock in sorted(lost):
        work.defer("grade", lock=lock, grading_id=waiting[lock])
    return len(lost)


def forget_access(work: Work) -> int:
    """Delete sessions of staff, links for passwords and counted tries that were over a day ago; how many."""
    return staff_access.sweep(work.session, work.now() - KEPT)
