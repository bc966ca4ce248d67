"""A contest: somebody takes a second look, and a named person decides."""

from __future__ import annotations

from uuid import UUID

from assessor.domain.concern import ConcernKind, Decision, require_decidable, require_open, require_text
from assessor.domain.events import EventKind
from assessor.domain.people import User
from assessor.domain.rights import Right
from assessor.services.guard import needs
from assessor.services.view_concern import require_seen
from assessor.services.work import Work
from assessor.storage.queries import concerns, organisations


@needs(Right.LOOK_AGAIN)
def look_again(work: Work, user: User, concern_id: UUID, text: str, *, should_change: bool) -> None:
    """Say what one thinks of a contested result; until the decision it can be said anew.

    Raises NotFound, WrongState or InvalidInput.
    """
    concern = concerns.lock(work.session, concern_id)
    require_seen(user, concern)
    require_open(concern, ConcernKind.CONTEST)
    concerns.look(
        work.session, concern_id, user.id, work.now(), require_text(text), should_change=should_change
    )


@needs(Right.DECIDE)
def decide_contest(work: Work, user: User, concern_id: UUID, text: str, *, changed: bool) -> None:
    """Close the contest. If the candidate is right and grading again gave something else, that is what counts.

    Raises NotFound, WrongState, NotAllowed (graded again first, and a second person's look) or InvalidInput.
    """
    concern = concerns.lock(work.session, concern_id)
    require_seen(user, concern)
    others = organisations.has_others(work.session, user.organisation_id, user.id)
    require_decidable(concern, user.id, others=others)
    decision = Decision.CHANGED if changed else Decision.STANDS
    concerns.answer(work.session, concern_id, decision, require_text(text), user.id, work.now())
    work.record(concern.attempt_id, EventKind.CONTEST_DECIDED, decision=decision, by=user.name)
    if changed and concern.shadow_changes:
        work.defer("apply_contest", lock=f"contest:{concern_id}", concern_id=str(concern_id))
