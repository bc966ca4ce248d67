"""A candidate begins a challenge that has a time of its own."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from assessor.domain.attempt import ChallengeClock, planned_minutes, require_open
from assessor.domain.events import EventKind
from assessor.services.open_challenge import find_challenge, require_in_turn
from assessor.services.work import Work
from assessor.storage.queries import assessments, attempts, clocks, invitations


def begin_challenge(work: Work, attempt_id: UUID, slug: str) -> None:
    """Start the challenge's clock; beginning twice is beginning once, and without a limit it is nothing.

    Raises NotFound, WrongState, OnBreak, DeadlinePassed, ChallengeClosed or NotInTurn.
    """
    attempt = attempts.lock(work.session, attempt_id)
    assessment = assessments.get(work.session, attempt.assessment_id)
    challenge = find_challenge(assessment, slug)
    limit = assessment.limit_of(challenge.id)
    if limit is None or challenge.id in clocks.of_attempt(work.session, attempt_id):
        return
    now = work.now()
    require_open(attempt, now)
    require_in_turn(work, attempt, assessment, challenge)
    extra = invitations.get(work.session, attempt.invitation_id).extra_time_percent
    clock = ChallengeClock(now, now + timedelta(minutes=planned_minutes(limit, extra)))
    clocks.begin(work.session, attempt_id, challenge.id, clock)
    work.record(attempt_id, EventKind.BEGAN, slug=slug, deadline=clock.deadline_at.isoformat())
