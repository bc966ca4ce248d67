"""Every now and then: what a lost job has left undone is put into the queue again."""

from __future__ import annotations

from datetime import timedelta

from assessor.services.work import Work
from assessor.storage.queries import gradings

PATIENCE = timedelta(minutes=3)
"""A grading that has waited longer may have lost its job; queueing it twice does no harm."""


def requeue_gradings(work: Work) -> int:
    """Queue every grading without a verdict again; how many there were."""
    waiting = gradings.unfinished(work.session, work.now() - PATIENCE)
    for grading_id, _ in waiting:
        work.defer("grade", lock=f"grading:{grading_id}", grading_id=str(grading_id))
    return len(waiting)
