"""Staff invite a candidate."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from assessor.domain.assessment import AssessmentState
from assessor.domain.attempt import Attempt
from assessor.domain.events import EventKind
from assessor.domain.invitation import TOKEN_BYTES, Invitation, require_accommodation, token_digest
from assessor.domain.people import User
from assessor.domain.rights import Right, require
from assessor.errors import InvalidInput, NotAllowed
from assessor.services.guard import needs
from assessor.services.view_assessment import find_assessment
from assessor.services.work import Work
from assessor.storage.queries import invitations

MAX_DAYS = 365


@dataclass(frozen=True)
class NewInvitation:
    """A fresh invitation. The token is told this once: only its digest is kept."""

    invitation: Invitation
    attempt: Attempt
    token: str


@needs(Right.INVITE)
def invite_candidate(
    work: Work,
    user: User,
    assessment_id: UUID,
    name: str,
    email: str,
    valid_days: int = 14,
    extra_time_percent: int = 0,
    break_minutes: int = 0,
) -> NewInvitation:
    """A link for one candidate. Raises NotFound, NotAllowed (not published), NotPermitted or
    InvalidInput."""
    assessment = find_assessment(work, user, assessment_id)
    if assessment.state is not AssessmentState.PUBLISHED:
        raise NotAllowed("Publish the assessment first: candidates can only be invited to a published one.")
    if not name.strip():
        raise InvalidInput("Give the candidate's name.")
    if not 1 <= valid_days <= MAX_DAYS:
        raise InvalidInput(f"An invitation is valid for 1 to {MAX_DAYS} days.")
    require_accommodation(extra_time_percent, break_minutes)
    if extra_time_percent or break_minutes:
        require(user, Right.ACCOMMODATE)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    invitation, attempt = invitations.add(
        work.session,
        organisation_id=user.organisation_id,
        assessment_id=assessment_id,
        created_by=user.id,
        name=name.strip(),
        email=email.strip(),
        digest=token_digest(token),
        expires_at=work.now() + timedelta(days=valid_days),
        extra_time_percent=extra_time_percent,
        break_minutes=break_minutes,
    )
    work.record(attempt.id, EventKind.INVITED, by=user.name)
    return NewInvitation(invitation, attempt, token)
