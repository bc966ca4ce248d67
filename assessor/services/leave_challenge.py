"""A candidate leaves a challenge for good, where the way goes only forward."""

from __future__ import annotations

from uuid import UUID

from assessor.domain.answers import SubmissionSource
from assessor.domain.attempt import require_open
from assessor.domain.events import EventKind
from assessor.errors import NotAllowed
from assessor.services.hand_in import hand_in_draft
from assessor.services.open_challenge import closed_challenges, find_challenge, is_practice, require_in_turn
from assessor.services.work import Work
from assessor.storage.queries import answers, assessments, attempts


def leave_challenge(work: Work, attempt_id: UUID, slug: str) -> None:
    """Close the challenge that is open and hand in its last saved draft; leaving twice is leaving once.

    It may be left also when its own time is over. Raises NotFound, WrongState, OnBreak, DeadlinePassed, NotInTurn, or
    NotAllowed where one may go back and forth.
    """
    attempt = attempts.lock(work.session, attempt_id)
    assessment = assessments.get(work.session, attempt.assessment_id)
    challenge = find_challenge(assessment, slug)
    require_open(attempt, work.now())
    if not assessment.rules.forward_only or is_practice(assessment, challenge):
        raise NotAllowed("There is nothing to leave: you may come back to this challenge.")
    if challenge.id in closed_challenges(work, attempt_id, assessment):
        return
    require_in_turn(work, attempt, assessment, challenge)
    draft = answers.draft(work.session, attempt_id, challenge.id)
    hand_in_draft(work, attempt, challenge, draft, SubmissionSource.CANDIDATE)
    work.record(attempt_id, EventKind.LEFT, slug=slug)
