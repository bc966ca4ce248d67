"""Staff publish an assessment: from then on it never changes."""

from __future__ import annotations

from uuid import UUID

from assessor.domain.assessment import Assessment, require_publishable
from assessor.domain.people import User
from assessor.domain.rights import Right
from assessor.services.guard import needs
from assessor.services.view_assessment import find_assessment
from assessor.services.work import Work
from assessor.storage.queries import assessments


@needs(Right.EDIT_ASSESSMENTS)
def publish_assessment(work: Work, user: User, assessment_id: UUID) -> Assessment:
    """The published assessment; its images are baked ahead. Raises NotFound, AlreadyPublished or NotAllowed."""
    require_publishable(find_assessment(work, user, assessment_id))
    published = assessments.publish(work.session, assessment_id, work.now())
    work.defer("prepare", lock=f"prepare:{assessment_id}", assessment_id=str(assessment_id))
    return published
