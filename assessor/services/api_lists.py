"""What programs read of an organisation: its assessments, invitations and attempts, page by page."""

from __future__ import annotations

from uuid import UUID

from assessor.domain.assessment import Assessment, AssessmentState
from assessor.domain.attempt import AttemptState
from assessor.domain.listing import Place, Wanted
from assessor.domain.mail import InvitationStatus
from assessor.domain.people import User
from assessor.domain.rights import Right
from assessor.errors import NotFound
from assessor.services.guard import needs
from assessor.services.work import Work
from assessor.storage.queries import api_pages, attempt_list
from assessor.storage.queries.attempt_list import Found
from assessor.storage.queries.invitation_list import Invited

__all__ = ["Found", "Invited"]


@needs(Right.SEE_ASSESSMENTS)
def assessments(
    work: Work, user: User, state: AssessmentState | None, after: Place | None, limit: int
) -> tuple[Assessment, ...]:
    """Assessments, newest first."""
    return api_pages.assessments(work.session, user.organisation_id, state, after, limit)


@needs(Right.SEE_CANDIDATES)
def attempts(
    work: Work,
    user: User,
    *,
    assessment_id: UUID | None,
    state: AttemptState | None,
    after: Place | None,
    limit: int,
) -> tuple[Found, ...]:
    """Attempts, newest first."""
    wanted = Wanted(assessment_id=assessment_id, state=state)
    return attempt_list.page(work.session, user.organisation_id, wanted, after, limit)


@needs(Right.SEE_CANDIDATES)
def attempt(work: Work, user: User, attempt_id: UUID) -> Found:
    """One attempt. Raises NotFound, also for another organisation's."""
    found = attempt_list.page(work.session, user.organisation_id, Wanted(attempt_id=attempt_id))
    if not found:
        raise NotFound()
    return found[0]


@needs(Right.SEE_CANDIDATES)
def invitations(
    work: Work,
    user: User,
    *,
    assessment_id: UUID | None,
    status: InvitationStatus | None,
    external_id: str | None,
    after: Place | None,
    limit: int,
) -> tuple[Invited, ...]:
    """Invitations, newest first."""
    return api_pages.invitations(
        work.session,
        user.organisation_id,
        work.now(),
        assessment_id=assessment_id,
        status=status,
        external_id=external_id,
        after=after,
        limit=limit,
    )


@needs(Right.SEE_CANDIDATES)
def invitation(work: Work, user: User, invitation_id: UUID) -> Invited:
    """One invitation. Raises NotFound, also for another organisation's."""
    found = api_pages.invitations(work.session, user.organisation_id, work.now(), invitation_id=invitation_id)
    if not found:
        raise NotFound()
    return found[0]
