"""Pages of assessments and invitations, newest first: a page begins after the last line of the one before."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessor.domain.assessment import Assessment, AssessmentState
from assessor.domain.listing import Place
from assessor.domain.mail import InvitationStatus
from assessor.storage import mapping
from assessor.storage.queries import invitation_list
from assessor.storage.queries.invitation_list import Invited
from assessor.storage.queries.keyset import newest_first
from assessor.storage.tables import AssessmentRow, AttemptRow, InvitationRow


def assessments(
    session: Session, organisation_id: UUID, state: AssessmentState | None, after: Place | None, limit: int
) -> tuple[Assessment, ...]:
    """An organisation's assessments."""
    query = select(AssessmentRow).where(AssessmentRow.organisation_id == organisation_id)
    if state is not None:
        query = query.where(AssessmentRow.state == state.value)
    query = newest_first(query, AssessmentRow.created_at, AssessmentRow.id, after, limit)
    return tuple(mapping.assessment(row) for row in session.scalars(query).unique())


def invitations(
    session: Session,
    organisation_id: UUID,
    now: datetime,
    *,
    assessment_id: UUID | None = None,
    status: InvitationStatus | None = None,
    external_id: str | None = None,
    invitation_id: UUID | None = None,
    after: Place | None = None,
    limit: int = 1,
) -> tuple[Invited, ...]:
    """An organisation's invitations: all, those that fit, or one."""
    query = invitation_list.all_lines(now).where(AttemptRow.organisation_id == organisation_id)
    if assessment_id is not None:
        query = query.where(AttemptRow.assessment_id == assessment_id)
    if external_id is not None:
        query = query.where(InvitationRow.external_id == external_id)
    if invitation_id is not None:
        query = query.where(InvitationRow.id == invitation_id)
    if status is None:
        return invitation_list.read(
            session, newest_first(query, AttemptRow.created_at, AttemptRow.id, after, limit)
        )
    lines = query.subquery()
    wanted = select(lines).where(lines.c.status == status.value)
    return invitation_list.read(
        session, newest_first(wanted, lines.c.created_at, lines.c.attempt_id, after, limit)
    )
