"""A candidate asks for an accommodation before the start, or contests the result afterwards. Staff see both."""

from __future__ import annotations

from uuid import UUID

from assessor.domain.attempt import AttemptState
from assessor.domain.concern import MAX_TEXT, ConcernKind, require_text
from assessor.domain.events import EventKind
from assessor.errors import NotAllowed, WrongState
from assessor.services.shadow_regrade import request_shadow
from assessor.services.work import Work
from assessor.storage.queries import attempts, concerns

__all__ = ["MAX_TEXT", "MOST", "ask_for_accommodation", "contest"]

MOST = 5
"""Of each kind in one attempt."""

_WHEN: dict[ConcernKind, tuple[EventKind, frozenset[AttemptState], str]] = {
    ConcernKind.REQUEST: (
        EventKind.ASKED,
        frozenset({AttemptState.INVITED, AttemptState.READY}),
        "The clock has started. Write to the person who invited you: they can add time at once.",
    ),
    ConcernKind.CONTEST: (
        EventKind.CONTESTED,
        frozenset({AttemptState.SUBMITTED, AttemptState.GRADED}),
        "Contesting is possible once you have finished.",
    ),
}


def ask_for_accommodation(work: Work, attempt_id: UUID, text: str) -> None:
    """Record what a candidate needs. Raises NotFound, WrongState, InvalidInput or NotAllowed."""
    _tell(work, attempt_id, ConcernKind.REQUEST, text)


def contest(work: Work, attempt_id: UUID, text: str) -> None:
    """Record what a candidate thinks is wrong, and have it graded again in the shadow.

    Raises NotFound, WrongState, InvalidInput or NotAllowed.
    """
    concern_id = _tell(work, attempt_id, ConcernKind.CONTEST, text)
    if concern_id is not None:
        request_shadow(work, concern_id)


def _tell(work: Work, attempt_id: UUID, kind: ConcernKind, text: str) -> UUID | None:
    text = require_text(text)
    event, states, otherwise = _WHEN[kind]
    attempt = attempts.lock(work.session, attempt_id)
    if attempt.state not in states:
        raise WrongState(otherwise)
    known = [concern.text for concern in concerns.of_attempt(work.session, attempt_id, kind)]
    if text in known:
        return None
    if len(known) >= MOST:
        raise NotAllowed("You have written %(times)s times. Write to the person who invited you.", times=MOST)
    work.record(attempt_id, event, text=text)
    return concerns.add(work.session, attempt.organisation_id, attempt_id, kind, text, work.now())
