"""A member of staff signs in."""

from __future__ import annotations

from assessor.domain.people import User
from assessor.errors import InvalidInput
from assessor.services.audit_log import note
from assessor.services.passwords import hash_password, needs_rehash, verify_password
from assessor.services.work import Work
from assessor.storage.queries import organisations


def sign_in(work: Work, email: str, password: str) -> User:
    """The account. Raises InvalidInput, the same for an unknown e-mail and a wrong password."""
    found = organisations.user_with_hash(work.session, email.strip())
    if not verify_password(found[1] if found else None, password) or found is None:
        raise InvalidInput("That e-mail and password do not match an account.")
    user, password_hash = found
    if needs_rehash(password_hash):
        organisations.set_password_hash(work.session, user.id, hash_password(password))
    return user


def note_failed(work: Work, email: str) -> None:
    """Note in the log of the account's organisation, if there is one, that somebody tried in vain."""
    found = organisations.user_with_hash(work.session, email.strip())
    if found is not None:
        note(work, found[0].organisation_id, None, "sign_in_failed", user=found[0].id)
