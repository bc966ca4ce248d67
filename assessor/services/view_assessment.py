"""Staff open one assessment."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from assessor.domain.assessment import Assessment, require_draft
from assessor.domain.listing import Wanted
from assessor.domain.people import User
from assessor.domain.profiles import GroupCoverage, Profile, covered
from assessor.domain.rights import Right
from assessor.errors import NotFound
from assessor.services.guard import needs
from assessor.services.list_attempts import AttemptRow, list_attempts
from assessor.services.role_profiles import known_profiles
from assessor.services.work import Work
from assessor.storage.queries import assessments


@dataclass(frozen=True)
class AssessmentView:
    """An assessment with its newest attempts, newest first."""

    assessment: Assessment
    attempts: tuple[AttemptRow, ...]
    versions: tuple[Assessment, ...]
    """All of them, newest first."""
    more: bool = False
    """Whether there are further attempts."""
    profile: Profile | None = None
    """The role that its challenges are held against."""

    @property
    def coverage(self) -> tuple[GroupCoverage, ...]:
        """Of its role; empty without one."""
        chosen = [(item.challenge, item.points) for item in self.assessment.challenges]
        return covered(self.profile, chosen) if self.profile else ()


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
    assert assessment.family_id is not None  # noqa: S101 - storage always gives it
    versions = assessments.versions(work.session, assessment.family_id)
    page = list_attempts(work, user, Wanted(assessment_id=assessment_id))
    profile = known_profiles(work, user.organisation_id).get(assessment.profile)
    return AssessmentView(assessment, page.rows, versions, page.after is not None, profile)


@needs(Right.EDIT_ASSESSMENTS)
def view_draft(work: Work, user: User, assessment_id: UUID) -> Assessment:
    """The draft that is to be changed. Raises NotFound or AlreadyPublished."""
    draft = find_assessment(work, user, assessment_id)
    require_draft(draft)
    return draft
