"""What a candidate does with the sessions of their tabs, beside running something in them."""

from __future__ import annotations

from uuid import UUID

from assessor.broker import Kept, Key, Scope, Sessions
from assessor.domain.assessment import Challenge
from assessor.services.open_challenge import find_challenge
from assessor.services.work import Work
from assessor.storage.queries import assessments, attempts


def known_sessions(work: Work, sessions: Sessions, attempt_id: UUID, slug: str) -> tuple[Kept, ...]:
    """The sessions of a challenge's tabs. Raises NotFound, SessionsAway."""
    challenge = _challenge(work, attempt_id, slug)
    work.pause()
    return sessions.known(Scope(str(attempt_id), str(challenge.id)))


def cancel_run(work: Work, sessions: Sessions, attempt_id: UUID, slug: str, tab: str) -> bool:
    """Stop what runs in a tab; whether anything did. Raises NotFound, SessionsAway."""
    challenge = _challenge(work, attempt_id, slug)
    work.pause()
    return sessions.cancel(Key(str(attempt_id), str(challenge.id), tab))


def end_session(work: Work, sessions: Sessions, attempt_id: UUID, slug: str, tab: str) -> bool:
    """End a tab's session, also if something runs in it; whether there was one. Raises NotFound, SessionsAway."""
    challenge = _challenge(work, attempt_id, slug)
    work.pause()
    return sessions.end(Scope(str(attempt_id), str(challenge.id), tab)) > 0


def end_sessions(sessions: Sessions, attempt_id: UUID) -> int:
    """End all sessions of an attempt, which is over; how many there were."""
    return sessions.end(Scope(str(attempt_id)))


def end_for_reset(work: Work, sessions: Sessions, attempt_id: UUID, slug: str) -> int:
    """End the sessions on a server that was replaced; their tabs are told. Raises NotFound."""
    challenge = _challenge(work, attempt_id, slug)
    work.pause()
    return sessions.end(Scope(str(attempt_id), str(challenge.id)), "You started over with fresh data.")


def _challenge(work: Work, attempt_id: UUID, slug: str) -> Challenge:
    attempt = attempts.get(work.session, attempt_id)
    return find_challenge(assessments.get(work.session, attempt.assessment_id), slug)
