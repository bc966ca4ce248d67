"""A candidate stops the clock, where the assessment or their invitation allows it, and goes on."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from assessor.domain.attempt import Attempt
from assessor.domain.breaks import allowed_minutes, begin_break, end_break
from assessor.domain.events import EventKind
from assessor.services.move_deadline import keep_deadline
from assessor.services.work import Work
from assessor.storage.queries import assessments, attempts, clocks, invitations


def take_break(work: Work, attempt_id: UUID) -> Attempt:
    """Stop the clock for as long as is left; taking a break twice is taking it once.

    Raises NotFound, WrongState, or NotAllowed where no time for breaks is left.
    """
    attempt = attempts.lock(work.session, attempt_id)
    now = work.now()
    assessment = assessments.get(work.session, attempt.assessment_id)
    invitation = invitations.get(work.session, attempt.invitation_id)
    paused = begin_break(attempt, allowed_minutes(assessment, invitation), now)
    if paused == attempt or paused.break_until is None:
        return attempt
    clocks.move(work.session, attempt_id, paused.break_until - now, open_after=now)
    work.record(attempt_id, EventKind.BREAK, until=paused.break_until.isoformat())
    return keep_deadline(work, paused)


def resume(work: Work, attempt_id: UUID) -> Attempt:
    """Let the clock run again; without a break nothing happens. Raises NotFound."""
    attempt = attempts.lock(work.session, attempt_id)
    now = work.now()
    going_on = end_break(attempt, now)
    if going_on == attempt or attempt.break_started_at is None:
        return attempt
    unused = timedelta(seconds=attempt.break_seconds - going_on.break_seconds)
    clocks.move(work.session, attempt_id, -unused, open_after=attempt.break_started_at)
    took = (now - attempt.break_started_at).total_seconds()
    work.record(attempt_id, EventKind.RESUMED, seconds=round(took, 1))
    return keep_deadline(work, going_on)
