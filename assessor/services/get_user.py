"""Who is signed in."""

from __future__ import annotations

from uuid import UUID

from assessor.domain.people import User
from assessor.services.work import Work
from assessor.storage.queries import organisations


def get_user(work: Work, user_id: UUID) -> User | None:
    """The active account of that id."""
    return organisations.get_user(work.session, user_id)
