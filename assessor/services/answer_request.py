"""Staff answer a request for an accommodation, and grant it in the same step."""

from __future__ import annotations

from uuid import UUID

from assessor.domain.concern import ConcernKind, Decision, require_open, require_text
from assessor.domain.events import EventKind
from assessor.domain.people import User
from assessor.domain.rights import Right
from assessor.services.extend_time import accommodate
from assessor.services.guard import needs
from assessor.services.view_concern import require_seen
from assessor.services.work import Work
from assessor.storage.queries import concerns


@needs(Right.ACCOMMODATE)
def answer_request(
    work: Work,
    user: User,
    concern_id: UUID,
    text: str,
    *,
    granted: bool,
    extra_time_percent: int = 0,
    break_minutes: int = 0,
) -> None:
    """Close the request; if it is granted, extra time (percent) and breaks (minutes) are set at once.

    Raises NotFound, WrongState (answered already, or to be granted after the clock has started) or InvalidInput.
    """
    concern = concerns.lock(work.session, concern_id)
    require_seen(user, concern)
    require_open(concern, ConcernKind.REQUEST)
    text = require_text(text)
    if granted:
        accommodate(work, user, concern.attempt_id, extra_time_percent, break_minutes)
    decision = Decision.GRANTED if granted else Decision.DECLINED
    concerns.answer(work.session, concern_id, decision, text, user.id, work.now())
    work.record(concern.attempt_id, EventKind.REQUEST_ANSWERED, decision=decision, by=user.name)
