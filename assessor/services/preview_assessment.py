"""Staff read an assessment as its candidates will."""

from __future__ import annotations

from uuid import UUID

from assessor.domain.assessment import Assessment
from assessor.domain.people import User
from assessor.domain.rights import Right
from assessor.services.guard import needs
from assessor.services.view_assessment import find_assessment
from assessor.services.work import Work


@needs(Right.EDIT_ASSESSMENTS)
def preview_assessment(work: Work, user: User, assessment_id: UUID) -> Assessment:
    """The assessment, a draft too. Makes no attempt, so that no count has to leave it out. Raises NotFound."""
    return find_assessment(work, user, assessment_id)
