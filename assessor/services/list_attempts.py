"""Staff look at attempts."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, replace
from uuid import UUID

from assessor.domain.assessment import Assessment
from assessor.domain.attempt import Attempt
from assessor.domain.concern import ConcernKind
from assessor.domain.invitation import Invitation
from assessor.domain.listing import Place, Wanted
from assessor.domain.people import Candidate, User
from assessor.domain.rights import Right
from assessor.services.guard import needs
from assessor.services.list_concerns import visible_kinds
from assessor.services.work import Work
from assessor.storage.queries import answers, assessments, attempt_list, concerns
from assessor.storage.queries.attempt_list import Found

PER_PAGE = 50
EVERYTHING = Wanted()


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


@dataclass(frozen=True)
class AttemptPage:
    """A page of the list, newest first. `after` is where the next one begins, or None at the end."""

    rows: tuple[AttemptRow, ...]
    after: Place | None


@needs(Right.SEE_CANDIDATES)
def list_attempts(
    work: Work, user: User, wanted: Wanted = EVERYTHING, after: Place | None = None, limit: int = PER_PAGE
) -> AttemptPage:
    """Attempts of the user's organisation. The number of statements does not grow with that of the attempts."""
    session = work.session
    found = attempt_list.page(session, user.organisation_id, wanted, after, limit + 1)
    shown = found[:limit]
    ids = [each.attempt.id for each in shown]
    answered = answers.submitted_counts(session, ids)
    kinds = visible_kinds(user)
    told = concerns.open_kinds(session, ids)
    sat = assessments.by_ids(session, {each.attempt.assessment_id for each in shown})
    rows = tuple(
        replace(
            _row(each, sat[each.attempt.assessment_id], answered.get(each.attempt.id, set())),
            told=told.get(each.attempt.id, set()) & kinds,
        )
        for each in shown
    )
    return AttemptPage(rows, shown[-1].place if len(found) > limit else None)


def _row(found: Found, assessment: Assessment, answered: Set[UUID]) -> AttemptRow:
    counting = {item.challenge.id for item in assessment.challenges}
    return AttemptRow(
        attempt=found.attempt,
        candidate=found.candidate,
        assessment_title=assessment.title,
        invitation=found.invitation,
        submitted=len(counting & answered),
        total=len(counting),
    )
