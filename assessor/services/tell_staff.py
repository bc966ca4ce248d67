"""A candidate asks for an accommodation before the start, or contests the result afterwards. Staff see both."""

from __future__ import annotations

from uuid import UUID

from assessor.domain.attempt import AttemptState
from assessor.domain.events import EventKind
from assessor.errors import InvalidInput, NotAllowed, WrongState
from assessor.services.work import Work
from assessor.storage.queries import attempts

MAX_TEXT = 2000
MOST = 5
"""Of each kind in one attempt."""

_WHEN: dict[EventKind, tuple[frozenset[AttemptState], str]] = {
    EventKind.ASKED: (
        frozenset({AttemptState.INVITED, AttemptState.READY}),
        "The clock has started. Write to the person who invited you: they can add time at once.",
    ),
    EventKind.CONTESTED: (
        frozenset({AttemptState.SUBMITTED, AttemptState.GRADED}),
        "Contesting is possible once you have finished.",
    ),
}


def ask_for_accommodation(work: Work, attempt_id: UUID, text: str) -> None:
    """Record what a candidate needs. Raises NotFound, WrongState, InvalidInput or NotAllowed."""
    _tell(work, attempt_id, EventKind.ASKED, text)


def contest(work: Work, attempt_id: UUID, text: str) -> None:
    """Record what a candidate thinks is wrong. Raises NotFound, WrongState, InvalidInput or NotAllowed."""
    _tell(work, attempt_id, EventKind.CONTESTED, text)


def _tell(work: Work, attempt_id: UUID, kind: EventKind, text: str) -> None:
    text = text.strip()
    if not 1 <= len(text) <= MAX_TEXT or "\x00" in text:
        raise InvalidInput("Write 1 to %(most)s characters.", most=MAX_TEXT)
    states, otherwise = _WHEN[kind]
    if attempts.lock(work.session, attempt_id).state not in states:
        raise WrongState(otherwise)
    known = [event.data.get("text") for event in attempts.events(work.session, attempt_id, kind)]
    if text in known:
        return
    if len(known) >= MOST:
        raise NotAllowed("You have written %(times)s times. Write to the person who invited you.", times=MOST)
    work.record(attempt_id, kind, text=text)
