"""Time is over: running attempts are handed in, unstarted ones expire with their invitation."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from assessor.domain.answers import SubmissionSource
from assessor.domain.attempt import GRACE, AttemptState
from assessor.domain.events import EventKind
from assessor.services.credit_downtime import credit_downtime
from assessor.services.hand_in import hand_in
from assessor.services.work import Work
from assessor.storage.queries import attempts, invitations


def expire_attempt(work: Work, attempt_id: UUID) -> bool:
    """Expire one attempt if its time is over; says whether it did. Raises NotFound."""
    attempt = attempts.lock(work.session, attempt_id)
    now = work.now()
    attempt = credit_downtime(work, attempt)
    if attempt.state is AttemptState.RUNNING and attempt.deadline_at and now >= attempt.deadline_at + GRACE:
        work.record(attempt_id, EventKind.DEADLINE)
        hand_in(work, attempt, SubmissionSource.DEADLINE)
        return True
    unstarted = attempt.state in (AttemptState.INVITED, AttemptState.READY)
    if unstarted and now >= invitations.get(work.session, attempt.invitation_id).expires_at:
        work.record(attempt_id, EventKind.EXPIRED)
        work.defer("stop_sandboxes", lock=f"stop:{attempt_id}", attempt_id=str(attempt_id))
        attempts.save(work.session, replace(attempt, state=AttemptState.EXPIRED))
        return True
    return False


def expire_attempts(work: Work) -> int:
    """Expire every attempt whose time is over, however its own job was lost; how many there were."""
    now = work.now()
    due = [*attempts.past_deadline(work.session, now), *attempts.past_invitation(work.session, now)]
    return sum(expire_attempt(work, attempt_id) for attempt_id in due)
