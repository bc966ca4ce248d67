"""A candidate finishes before the time is over."""

from __future__ import annotations

from uuid import UUID

from assessor.domain.answers import SubmissionSource
from assessor.domain.attempt import Attempt
from assessor.domain.events import EventKind
from assessor.services.hand_in import hand_in
from assessor.services.work import Work
from assessor.storage.queries import attempts


def finish_attempt(work: Work, attempt_id: UUID) -> Attempt:
    """End the attempt; finishing twice is finishing once. Raises NotFound or WrongState."""
    attempt = attempts.lock(work.session, attempt_id)
    if attempt.submitted_at is not None:
        return attempt
    # First: an attempt without answers is graded as it is handed in, and nobody is told that before.
    work.record(attempt_id, EventKind.FINISHED)
    return hand_in(work, attempt, SubmissionSource.CANDIDATE)
