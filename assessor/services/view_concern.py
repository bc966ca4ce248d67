"""Staff open one request or contest, with what it is about."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from assessor.domain.answers import Submission
from assessor.domain.assessment import Assessment, Challenge
from assessor.domain.attempt import Attempt
from assessor.domain.concern import Concern, ConcernKind
from assessor.domain.invitation import Invitation
from assessor.domain.outcomes import GradingResult
from assessor.domain.people import Candidate, User
from assessor.domain.rights import Right, may, require
from assessor.errors import NotFound
from assessor.services.counting_answers import counting_answers
from assessor.services.guard import needs
from assessor.services.work import Work
from assessor.storage.queries import assessments, attempts, concerns, invitations, organisations


@dataclass(frozen=True)
class CountingAnswer:
    """A text that counts, with its verdict once it has one."""

    challenge: Challenge
    submission: Submission
    grading: GradingResult | None


@dataclass(frozen=True)
class ConcernView:
    """A concern. `candidate` is None for who looks without names; `invitation` only for who grants accommodations."""

    concern: Concern
    attempt: Attempt
    candidate: Candidate | None
    assessment: Assessment
    invitation: Invitation | None
    answers: tuple[CountingAnswer, ...]
    others: bool
    """Whether anybody else could take a second look."""


def require_seen(user: User, concern: Concern) -> None:
    """Raise NotFound for another organisation's concern, or NotPermitted for one that the user may not see."""
    if concern.organisation_id != user.organisation_id:
        raise NotFound()
    if concern.kind is ConcernKind.REQUEST:
        require(user, Right.ACCOMMODATE)


@needs(Right.LOOK_AGAIN)
def view_concern(work: Work, user: User, concern_id: UUID) -> ConcernView:
    """The concern. Raises NotFound, also for another organisation's, or NotPermitted."""
    session = work.session
    concern = concerns.get(session, concern_id)
    require_seen(user, concern)
    attempt = attempts.get(session, concern.attempt_id)
    assessment = assessments.get(session, attempt.assessment_id)
    is_request = concern.kind is ConcernKind.REQUEST
    named = may(user, Right.SEE_CANDIDATES)
    return ConcernView(
        concern=concern,
        attempt=attempt,
        candidate=invitations.get_candidate(session, attempt.candidate_id) if named else None,
        assessment=assessment,
        invitation=invitations.get(session, attempt.invitation_id) if is_request else None,
        answers=() if is_request else _answers(work, attempt, assessment),
        others=organisations.has_others(session, user.organisation_id, user.id),
    )


def _answers(work: Work, attempt: Attempt, assessment: Assessment) -> tuple[CountingAnswer, ...]:
    found = counting_answers(work, attempt.id, assessment)
    return tuple(
        CountingAnswer(item.challenge, *found[item.challenge.id])
        for item in assessment.challenges
        if item.challenge.id in found
    )
