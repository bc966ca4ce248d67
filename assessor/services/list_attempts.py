"""Staff look at attempts."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, replace
from uuid import UUID

from assessor.domain.assessment import Assessment
from assessor.domain.attempt import Attempt
from assessor.domain.concern import ConcernKind
from assessor.domain.invitation import Invitation
from assessor.domain.people import Candidate, User
from assessor.domain.rights import Right
from assessor.services.guard import needs
from assessor.services.list_concerns import visible_kinds
from assessor.services.work import Work
from assessor.storage.queries import answers, assessments, attempts, concerns


@dataclass(frozen=True)
class AttemptRow:
    """One line of a list of attempts: `submitted` of `total` challenges have an answer."""

    attempt: Attempt
    candidate: Candidate
    assessment_title: str
    invitation: Invitation
    submitted: int
    total: int
    told: Set[ConcernKind] = frozenset()
    """What waits for an answer: a request for an accommodation, a contest."""


@needs(Right.SEE_CANDIDATES)
def list_attempts(work: Work, user: User, assessment_id: UUID | None = None) -> tuple[AttemptRow, ...]:
    """The newest attempts of the user's organisation, of one assessment if given.

    The number of statements does not grow with that of the attempts.
    """
    session = work.session
    found = attempts.with_people(session, user.organisation_id, assessment_id)
    answered = answers.submitted_counts(session, [attempt.id for attempt, _, _ in found])
    kinds = visible_kinds(user)
    told = concerns.open_kinds(session, [attempt.id for attempt, _, _ in found])
    sat = assessments.by_ids(session, {attempt.assessment_id for attempt, _, _ in found})
    return tuple(
        replace(
            _row(attempt, candidate, invitation, sat[attempt.assessment_id], answered.get(attempt.id, set())),
            told=told.get(attempt.id, set()) & kinds,
        )
        for attempt, candidate, invitation in found
    )


def _row(
    attempt: Attempt,
    candidate: Candidate,
    invitation: Invitation,
    assessment: Assessment,
    answered: Set[UUID],
) -> AttemptRow:
    counting = {item.challenge.id for item in assessment.challenges}
    return AttemptRow(
        attempt=attempt,
        candidate=candidate,
        assessment_title=assessment.title,
        invitation=invitation,
        submitted=len(counting & answered),
        total=len(counting),
    )
