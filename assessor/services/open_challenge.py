"""Which challenge of an attempt somebody works on, and whether they may now."""

from __future__ import annotations

from assessor.domain.assessment import Assessment, Challenge
from assessor.domain.attempt import Attempt, AttemptState, require_open, require_time
from assessor.domain.design import require_readable
from assessor.errors import NotFound
from assessor.services.work import Work
from assessor.storage.queries import assessments, clocks


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
    Raises NotFound, WrongState, OnBreak, DeadlinePassed, NotBegun or ChallengeTimeOver.
    """
    assessment = assessments.get(work.session, attempt.assessment_id)
    challenge = find_challenge(assessment, slug)
    if is_practice(assessment, challenge) and attempt.state is AttemptState.READY:
        return challenge
    require_open(attempt, work.now())
    if assessment.limit_of(challenge.id) is not None:
        require_time(clocks.of_attempt(work.session, attempt.id).get(challenge.id), work.now())
    return challenge


def require_answer(challenge: Challenge, text: str) -> None:
    """Raise InvalidInput for a text that cannot be an answer of the challenge's kind."""
    if challenge.kind == "design":
        require_readable(text, challenge.spec)


def is_practice(assessment: Assessment, challenge: Challenge) -> bool:
    """Whether the challenge is the assessment's practice, which never counts."""
    return assessment.practice is not None and assessment.practice.id == challenge.id
