"""Staff open one assessment."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from assessor.domain.assessment import Assessment
from assessor.domain.people import User
from assessor.domain.rights import Right
from assessor.errors import NotFound
from assessor.services.guard import needs
from assessor.services.list_attempts import AttemptRow, list_attempts
from assessor.services.work import Work
from assessor.storage.queries import assessments


@dataclass(frozen=True)
class AssessmentView:
    """An assessment with its attempts, newest first."""

    assessment: Assessment
    attempts: tuple[AttemptRow, ...]


def find_assessment(work: Work, user: User, assessment_id: UUID) -> Assessment:
    """The assessment of the user's organisation. Raises NotFound."""
    assessment = assessments.find(work.session, user.organisation_id, assessment_id)
    if assessment is None:
        raise NotFound()
    return assessment


@needs(Right.SEE_CANDIDATES)
def view_assessment(work: Work, user: User, assessment_id: UUID) -> AssessmentView:
    """The assessment. Raises NotFound, also for another organisation's."""
    assessment = find_assessment(work, user, assessment_id)
    return AssessmentView(assessment, list_attempts(work, user, assessment_id))
