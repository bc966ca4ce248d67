"""Staff choose one of their organisation's assessments."""

from __future__ import annotations

from uuid import UUID

from assessor.domain.people import User
from assessor.domain.rights import Right
from assessor.services.guard import needs
from assessor.services.work import Work
from assessor.storage.queries import assessments


@needs(Right.SEE_ASSESSMENTS)
def assessment_titles(work: Work, user: User) -> tuple[tuple[UUID, str], ...]:
    """What is published, by id with its title, newest first; later versions carry their number."""
    return assessments.titles(work.session, user.organisation_id)
