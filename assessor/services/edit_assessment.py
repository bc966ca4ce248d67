"""Staff change a draft, or begin the next version of what is published."""

from __future__ import annotations

from uuid import UUID

from assessor.domain.assessment import Assessment, AssessmentState, require_draft
from assessor.domain.people import User
from assessor.domain.rights import Right
from assessor.errors import NotAllowed
from assessor.services.create_assessment import Draft, checked
from assessor.services.guard import needs
from assessor.services.view_assessment import find_assessment
from assessor.services.work import Work
from assessor.storage.queries import assessments
from assessor.storage.queries.assessments import Content


@needs(Right.EDIT_ASSESSMENTS)
def edit_assessment(work: Work, user: User, assessment_id: UUID, draft: Draft) -> Assessment:
    """The draft with all of this instead of what it had, and the newest version of each challenge.

    Raises NotFound, AlreadyPublished or InvalidInput.
    """
    require_draft(find_assessment(work, user, assessment_id))
    return assessments.change(work.session, assessment_id, checked(work, user.organisation_id, draft))


@needs(Right.EDIT_ASSESSMENTS)
def begin_version(work: Work, user: User, assessment_id: UUID) -> Assessment:
    """A draft of the next version, with the content of this one: who was invited to another keeps that.

    A draft that is there already is the next version. Raises NotFound, or NotAllowed for a draft.
    """
    found = find_assessment(work, user, assessment_id)
    if found.state is not AssessmentState.PUBLISHED:
        raise NotAllowed("This is a draft: change it as it is.")
    assert found.family_id is not None  # noqa: S101 - storage always gives it
    newest = assessments.versions(work.session, found.family_id)[0]
    if newest.state is AssessmentState.DRAFT:
        return newest
    content = Content(
        title=found.title,
        intro=found.intro,
        duration_minutes=found.duration_minutes,
        challenges=[(item.challenge.id, item.points, item.minutes) for item in found.challenges],
        practice_challenge_id=found.practice.id if found.practice else None,
        rules=found.rules,
        profile=found.profile,
    )
    family = found.family_id, newest.version + 1
    return assessments.add(work.session, user.organisation_id, user.id, content, family)
