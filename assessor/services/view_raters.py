"""Who scored the design answers of an attempt, for those who may know."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from assessor.domain.people import User
from assessor.domain.rights import Right, may
from assessor.services.work import Work
from assessor.storage.queries import reviews


def raters_of(work: Work, user: User, attempt_id: UUID) -> Mapping[UUID, tuple[str, ...]]:
    """Names by submission; none for who may not know them."""
    if not may(user, Right.SEE_RATERS):
        return {}
    return reviews.raters(work.session, attempt_id)
