"""Staff look at what candidates sent."""

from __future__ import annotations

from dataclasses import dataclass

from assessor.domain.concern import Concern, ConcernKind
from assessor.domain.people import User
from assessor.domain.rights import Right, may
from assessor.services.guard import needs
from assessor.services.work import Work
from assessor.storage.queries import attempts, concerns


@dataclass(frozen=True)
class ConcernRow:
    """One line of the list; `candidate` is None for who looks without names."""

    concern: Concern
    candidate: str | None
    assessment_title: str


def visible_kinds(user: User) -> frozenset[ConcernKind]:
    """What the user's rights open: who may not know of accommodations sees no request."""
    requests = {ConcernKind.REQUEST} if may(user, Right.ACCOMMODATE) else set()
    contests = {ConcernKind.CONTEST} if may(user, Right.LOOK_AGAIN) else set()
    return frozenset(requests | contests)


@needs(Right.LOOK_AGAIN)
def list_concerns(
    work: Work, user: User, kind: ConcernKind | None = None, is_open: bool | None = None
) -> tuple[ConcernRow, ...]:
    """The organisation's concerns that the user may see, those that wait first; of one kind or state if given."""
    kinds = visible_kinds(user) & ({kind} if kind else frozenset(ConcernKind))
    found = concerns.of_organisation(work.session, user.organisation_id, kinds, is_open=is_open)
    about = attempts.names(work.session, {concern.attempt_id for concern in found})
    named = may(user, Right.SEE_CANDIDATES)
    return tuple(
        ConcernRow(concern, about[concern.attempt_id][0] if named else None, about[concern.attempt_id][1])
        for concern in found
    )
