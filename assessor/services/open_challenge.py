"""Which challenge of an attempt somebody works on, and whether they may now."""

from __future__ import annotations

from uuid import UUID

from assessor.domain.assessment import Assessment, Challenge
from assessor.domain.attempt import Attempt, AttemptState, require_open, require_time
from assessor.domain.design import require_readable
from assessor.domain.events import EventKind
from assessor.domain.turns import require_turn
from assessor.errors import NotFound
from assessor.services.work import Work
from assessor.storage.queries import answers, assessments, attempts, clocks


def find_challenge(assessment: Assessment, slug: str) -> Challenge:
    """The challenge of an assessment, the practice one included. Raises NotFound."""
    for item in assessment.challenges:
        if item.challenge.slug == slug:
            return item.challenge
    if assessment.practice and assessment.practice.slug == slug:
        return assessment.practice
    raise NotFound()


def require_writable(work: Work, attempt: Attempt, slug: str) -> Challenge:
    """The challenge, if the candidate may work on it now.

    Practice is open as soon as the candidate has agreed; everything else only while the clock runs.
    Raises NotFound, WrongState, OnBreak, DeadlinePassed, ChallengeClosed, NotInTurn, NotBegun or ChallengeTimeOver.
    """
    assessment = assessments.get(work.session, attempt.assessment_id)
    challenge = find_challenge(assessment, slug)
    if is_practice(assessment, challenge) and attempt.state is AttemptState.READY:
        return challenge
    require_open(attempt, work.now())
    require_in_turn(work, attempt, assessment, challenge)
    if assessment.limit_of(challenge.id) is not None:
        require_time(clocks.of_attempt(work.session, attempt.id).get(challenge.id), work.now())
    return challenge


def require_in_turn(work: Work, attempt: Attempt, assessment: Assessment, challenge: Challenge) -> None:
    """Raise ChallengeClosed or NotInTurn where the way goes only forward; practice is no part of the way."""
    if assessment.rules.forward_only and not is_practice(assessment, challenge):
        require_turn(assessment, closed_challenges(work, attempt.id, assessment), challenge.id)


def closed_challenges(work: Work, attempt_id: UUID, assessment: Assessment) -> frozenset[UUID]:
    """What was handed in or left, where the way goes only forward."""
    if not assessment.rules.forward_only:
        return frozenset()
    left = {event.data["slug"] for event in attempts.events(work.session, attempt_id, EventKind.LEFT)}
    handed_in = answers.submitted_counts(work.session, [attempt_id]).get(attempt_id, set())
    return frozenset(
        item.challenge.id
        for item in assessment.challenges
        if item.challenge.id in handed_in or item.challenge.slug in left
    )


def require_answer(challenge: Challenge, text: str) -> None:
    """Raise InvalidInput for a text that cannot be an answer of the challenge's kind."""
    if not challenge.has_server:
        require_readable(text, challenge.spec)


def is_practice(assessment: Assessment, challenge: Challenge) -> bool:
    """Whether the challenge is the assessment's practice, which never counts."""
    return assessment.practice is not None and assessment.practice.id == challenge.id
