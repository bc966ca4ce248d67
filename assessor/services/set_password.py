"""Somebody sets their password: by a link that works once, or with the old one."""

from __future__ import annotations

from uuid import UUID

from assessor.domain.access import require_password
from assessor.domain.invitation import token_digest
from assessor.domain.people import User
from assessor.errors import InvalidInput, LinkUsedUp
from assessor.services.audit_log import note
from assessor.services.passwords import hash_password, verify_password
from assessor.services.work import Work
from assessor.storage.queries import organisations, staff_access


def whose_link(work: Work, token: str) -> User:
    """The account that a link is for; the link stays usable. Raises LinkUsedUp."""
    found = staff_access.linked_user(work.session, token_digest(token), work.now())
    if found is None:
        raise LinkUsedUp()
    return found


def set_password_by_link(work: Work, token: str, password: str) -> User:
    """Set the password and use the link up; whoever was signed in is signed out. Raises LinkUsedUp or InvalidInput."""
    require_password(password)
    user = staff_access.linked_user(work.session, token_digest(token), work.now(), use=True)
    if user is None:
        raise LinkUsedUp()
    organisations.set_password_hash(work.session, user.id, hash_password(password))
    staff_access.end_sessions(work.session, user.id, work.now())
    note(work, user.organisation_id, user.id, "set_password")
    return user


def change_password(work: Work, user: User, session_id: UUID, old: str, new: str) -> None:
    """Replace one's own password; every other browser is signed out. Raises InvalidInput."""
    require_password(new)
    require_own_password(work, user, old)
    organisations.set_password_hash(work.session, user.id, hash_password(new))
    staff_access.end_sessions(work.session, user.id, work.now(), but=session_id)
    note(work, user.organisation_id, user.id, "change_password")


def require_own_password(work: Work, user: User, password: str) -> None:
    """Raise InvalidInput unless it is the user's."""
    found = organisations.user_with_hash(work.session, user.email)
    if not verify_password(found[1] if found else None, password):
        raise InvalidInput("That is not your password.")
