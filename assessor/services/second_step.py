"""Who has shown their password is let in, or makes the second step first."""

from __future__ import annotations

from dataclasses import dataclass

from assessor.domain.invitation import token_digest
from assessor.domain.people import User
from assessor.services.audit_log import note
from assessor.services.second_factor import prove
from assessor.services.staff_sessions import open_session
from assessor.services.work import Work
from assessor.storage.queries import second_factors, staff_access


@dataclass(frozen=True)
class Entered:
    """A token for the cookie."""

    user: User
    token: str
    waits: bool
    """For the second step: it opens nothing but that."""


def enter(work: Work, user: User, address: str, browser: str) -> Entered:
    """Sign in who has shown the first proof, or let them wait for the second."""
    found = second_factors.find(work.session, user.id)
    waits = found is not None and found.confirmed
    return Entered(user, open_session(work, user, address, browser, waiting=waits), waits)


def who_waits(work: Work, token: str) -> User | None:
    """Whose second step is awaited with a token; None once that is over."""
    found = staff_access.signed_in(work.session, token_digest(token), work.now(), waiting=True)
    return found[1] if found else None


def make_second_step(work: Work, user: User, token: str, code: str, address: str, browser: str) -> Entered:
    """Sign in who waited with that token. Raises InvalidInput for a wrong code."""
    prove(work, user, code)
    staff_access.end_waiting(work.session, token_digest(token), work.now())
    return Entered(user, open_session(work, user, address, browser), waits=False)


def note_failed_step(work: Work, user: User) -> None:
    """Note that somebody with the right password had no right code."""
    note(work, user.organisation_id, None, "second_step_failed", user=user.id)
