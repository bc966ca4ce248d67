"""Who is signed in."""

from __future__ import annotations

from uuid import UUID

from assessor.domain.people import User
from assessor.errors import NotFound
from assessor.services.work import Work
from assessor.storage.queries import organisations


def get_user(work: Work, user_id: UUID) -> User | None:
    """The active account of that id."""
    return organisations.get_user(work.session, user_id)


def find_by_email(work: Work, email: str) -> User:
    """The active account of that e-mail, for commands on the server. Raises NotFound."""
    found = organisations.user_with_hash(work.session, email.strip())
    if found is None:
        raise NotFound(f"There is no open account {email!r}.")
    return found[0]
