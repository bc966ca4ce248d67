"""Sessions of staff: the database knows them all, so one that is ended really ends."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from uuid import UUID

from assessor.domain.access import SESSION_LASTS, StaffSession
from assessor.domain.invitation import TOKEN_BYTES, token_digest
from assessor.domain.people import User
from assessor.domain.second_factor import WAITS
from assessor.services.audit_log import note
from assessor.services.work import Work
from assessor.storage.queries import staff_access

MAX_BROWSER = 200


@dataclass(frozen=True)
class SignedIn:
    """Who is signed in, and in which session."""

    session_id: UUID
    user: User
    lacks_second: bool = False
    """Their organisation asks for a second factor, and they have none."""


def open_session(work: Work, user: User, address: str, browser: str, *, waiting: bool = False) -> str:
    """A new session, or one that only waits for the second step; its token, which is kept nowhere else."""
    token, now = secrets.token_urlsafe(TOKEN_BYTES), work.now()
    digest, ends = token_digest(token), now + (WAITS if waiting else SESSION_LASTS)
    staff_access.add_session(
        work.session, user.id, digest, now, ends, address, browser[:MAX_BROWSER], waiting=waiting
    )
    if not waiting:
        note(work, user.organisation_id, user.id, "sign_in")
    return token


def find_session(work: Work, token: str) -> SignedIn | None:
    """Who is signed in with a token; None once the session or the account is over."""
    found = staff_access.signed_in(work.session, token_digest(token), work.now())
    return SignedIn(*found) if found else None


def own_sessions(work: Work, user: User) -> tuple[StaffSession, ...]:
    """Where somebody is signed in, the newest first."""
    return staff_access.sessions_of(work.session, user.id, work.now())


def end_session(work: Work, user: User, session_id: UUID) -> bool:
    """Sign out one of one's own browsers; whether there was one."""
    note(work, user.organisation_id, user.id, "sign_out", session=session_id)
    return staff_access.end_sessions(work.session, user.id, work.now(), only=session_id) > 0


def end_other_sessions(work: Work, user: User, session_id: UUID) -> int:
    """Sign out everywhere but here; how many browsers that were."""
    note(work, user.organisation_id, user.id, "sign_out_elsewhere")
    return staff_access.end_sessions(work.session, user.id, work.now(), but=session_id)
