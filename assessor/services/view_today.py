"""What waits for a member of staff today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from assessor.domain.concern import ConcernKind
from assessor.domain.people import User
from assessor.domain.rights import Right, may
from assessor.services.guard import needs
from assessor.services.list_concerns import visible_kinds
from assessor.services.work import Work
from assessor.storage.queries import today

FIRST_VISIT = timedelta(days=7)


@dataclass(frozen=True)
class Today:
    """Counts; None for what the user's rights do not open. `since` is when they signed in before the last time."""

    requests: int | None
    contests: int | None
    running: int | None
    graded: int | None
    since: datetime


@needs(Right.SEE_ASSESSMENTS)
def view_today(work: Work, user: User) -> Today:
    """What waits in the user's organisation."""
    kinds, session = visible_kinds(user), work.session
    waiting = today.open_concerns(session, user.organisation_id, kinds)
    since = today.last_visit(session, user.id) or work.now() - FIRST_VISIT
    sees = may(user, Right.SEE_CANDIDATES)
    return Today(
        requests=waiting.get(ConcernKind.REQUEST, 0) if ConcernKind.REQUEST in kinds else None,
        contests=waiting.get(ConcernKind.CONTEST, 0) if ConcernKind.CONTEST in kinds else None,
        running=today.running(session, user.organisation_id) if sees else None,
        graded=today.graded(session, user.organisation_id, since) if sees else None,
        since=since,
    )
