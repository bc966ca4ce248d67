"""Staff invite a candidate."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from assessor.domain.assessment import Assessment, AssessmentState
from assessor.domain.attempt import Attempt
from assessor.domain.invitation import Invitation, require_accommodation
from assessor.domain.people import User
from assessor.domain.rights import Right, require
from assessor.errors import InvalidInput, NotAllowed
from assessor.mail.address import normal, require_name
from assessor.services.guard import needs
from assessor.services.invite_many import invite_many, new_invitee
from assessor.services.view_assessment import find_assessment
from assessor.services.work import Work
from assessor.storage.queries import attempts, invitations

MAX_DAYS = 365
_NUMBER_BYTES = 3


@dataclass(frozen=True)
class NewInvitation:
    """A fresh invitation. The token is kept nowhere: only its digest is."""

    invitation: Invitation
    attempt: Attempt
    token: str
    name: str
    """As given, or the number that stands for who is to stay unnamed."""
    mailed: bool = False
    """Whether the link is sent by mail, too."""


@needs(Right.INVITE)
def invite_candidate(
    work: Work,
    user: User,
    assessment_id: UUID,
    name: str = "",
    email: str = "",
    valid_days: int = 14,
    extra_time_percent: int = 0,
    break_minutes: int = 0,
    *,
    external_id: str = "",
    send: bool = False,
    send_at: datetime | None = None,
) -> NewInvitation:
    """A link for one candidate, sent by mail now or later if asked. Without a name they are a number.

    Raises NotFound, NotAllowed (not published), NotPermitted or InvalidInput.
    """
    require_published(find_assessment(work, user, assessment_id))
    require_days(valid_days)
    require_accommodation(extra_time_percent, break_minutes)
    if extra_time_percent or break_minutes:
        require(user, Right.ACCOMMODATE)
    email = normal(email) if email.strip() else ""
    if send and not email:
        raise InvalidInput("Without an e-mail address nothing can be sent.")
    begins = max(send_at or work.now(), work.now())
    name = require_name(name) or email or f"Candidate {secrets.token_hex(_NUMBER_BYTES).upper()}"
    person = replace(
        new_invitee(work, name, email, begins + timedelta(days=valid_days)),
        extra_time_percent=extra_time_percent,
        break_minutes=break_minutes,
        external_id=external_id,
        send_at=begins if send else None,
    )
    made = invite_many(work, user.organisation_id, assessment_id, user.id, user.name, [person])
    return NewInvitation(
        invitations.get(work.session, person.id),
        attempts.get(work.session, made[0]),
        work.links.token(person.id, person.seed),
        name,
        send,
    )


def require_published(assessment: Assessment) -> None:
    """Raise NotAllowed for a draft."""
    if assessment.state is not AssessmentState.PUBLISHED:
        raise NotAllowed("Publish the assessment first: candidates can only be invited to a published one.")


def require_days(days: int) -> None:
    """Raise InvalidInput for a link that would be valid for too long, or not at all."""
    if not 1 <= days <= MAX_DAYS:
        raise InvalidInput(f"An invitation is valid for 1 to {MAX_DAYS} days.")
