"""Staff give a candidate more time: before the start as extra time and breaks, while the clock runs as minutes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from assessor.domain.attempt import Attempt, AttemptState
from assessor.domain.events import EventKind
from assessor.domain.invitation import require_accommodation
from assessor.domain.people import User
from assessor.domain.rights import Right
from assessor.errors import InvalidInput, NotFound, WrongState
from assessor.services.guard import needs
from assessor.services.move_deadline import move_deadline
from assessor.services.work import Work
from assessor.storage.queries import attempts, invitations

MAX_MINUTES = 240
MAX_REASON = 500


@needs(Right.ADD_TIME)
def extend_time(work: Work, user: User, attempt_id: UUID, minutes: int, reason: str) -> Attempt:
    """Move the deadline; the candidate's page follows by itself, and the reason is kept.

    Raises NotFound (also for another organisation's), WrongState or InvalidInput.
    """
    if not 1 <= minutes <= MAX_MINUTES:
        raise InvalidInput("Between 1 and %(most)s minutes can be added at once.", most=MAX_MINUTES)
    if not 1 <= len(reason.strip()) <= MAX_REASON:
        raise InvalidInput(
            "Say why, in at most %(most)s characters: it is kept with the attempt.", most=MAX_REASON
        )
    attempt = _of_organisation(work, user, attempt_id)
    if attempt.state is not AttemptState.RUNNING:
        raise WrongState("Time can be added only while the clock runs.")
    by = timedelta(minutes=minutes)
    moved = move_deadline(
        work, replace(attempt, extended_seconds=attempt.extended_seconds + minutes * 60), by
    )
    told = {"seconds": minutes * 60, "by": user.name, "reason": reason.strip()}
    work.record(attempt_id, EventKind.EXTENDED, **told)
    return moved


@needs(Right.ACCOMMODATE)
def accommodate(
    work: Work, user: User, attempt_id: UUID, extra_time_percent: int, break_minutes: int
) -> None:
    """Set extra time and breaks before the clock runs. Raises NotFound, WrongState or InvalidInput."""
    require_accommodation(extra_time_percent, break_minutes)
    attempt = _of_organisation(work, user, attempt_id)
    if attempt.state not in (AttemptState.INVITED, AttemptState.READY):
        raise WrongState("The clock has started. Add minutes instead.")
    invitations.accommodate(work.session, attempt.invitation_id, extra_time_percent, break_minutes)
    told = {"percent": extra_time_percent, "minutes": break_minutes, "by": user.name}
    work.record(attempt_id, EventKind.ACCOMMODATED, **told)


def _of_organisation(work: Work, user: User, attempt_id: UUID) -> Attempt:
    attempt = attempts.lock(work.session, attempt_id)
    if attempt.organisation_id != user.organisation_id:
        raise NotFound()
    return attempt
