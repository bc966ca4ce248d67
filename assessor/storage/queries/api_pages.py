"""Pages of the API's lists, newest first: a page begins after the last line of the one before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVarTuple
from uuid import UUID

from sqlalchemy import Select, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from assessor.domain.assessment import Assessment, AssessmentState
from assessor.domain.attempt import Attempt, AttemptState
from assessor.domain.mail import InvitationStatus
from assessor.domain.people import Candidate
from assessor.storage import mapping
from assessor.storage.queries import invitation_list
from assessor.storage.queries.invitation_list import Invited
from assessor.storage.tables import AssessmentRow, AttemptRow, CandidateRow, InvitationRow

Row = TypeVarTuple("Row")


@dataclass(frozen=True)
class After:
    """The last line of the page before."""

    at: datetime
    id: UUID


@dataclass(frozen=True)
class ListedAttempt:
    """An attempt with whose it is, and when it was made."""

    attempt: Attempt
    candidate: Candidate
    external_id: str
    created_at: datetime


def assessments(
    session: Session, organisation_id: UUID, state: AssessmentState | None, after: After | None, limit: int
) -> tuple[Assessment, ...]:
    """An organisation's assessments."""
    query = select(AssessmentRow).where(AssessmentRow.organisation_id == organisation_id)
    if state is not None:
        query = query.where(AssessmentRow.state == state.value)
    query = _page(query, AssessmentRow.created_at, AssessmentRow.id, after, limit)
    return tuple(mapping.assessment(row) for row in session.scalars(query).unique())


def attempts(
    session: Session,
    organisation_id: UUID,
    *,
    assessment_id: UUID | None = None,
    state: AttemptState | None = None,
    attempt_id: UUID | None = None,
    after: After | None = None,
    limit: int = 1,
) -> tuple[ListedAttempt, ...]:
    """An organisation's attempts: all, those of an assessment or in a state, or one."""
    query = (
        select(AttemptRow, CandidateRow, InvitationRow.external_id)
        .join(CandidateRow, CandidateRow.id == AttemptRow.candidate_id)
        .join(InvitationRow, InvitationRow.id == AttemptRow.invitation_id)
        .where(AttemptRow.organisation_id == organisation_id)
    )
    if assessment_id is not None:
        query = query.where(AttemptRow.assessment_id == assessment_id)
    if attempt_id is not None:
        query = query.where(AttemptRow.id == attempt_id)
    if state is not None:
        query = query.where(AttemptRow.state == state.value)
    query = _page(query, AttemptRow.created_at, AttemptRow.id, after, limit)
    return tuple(
        ListedAttempt(mapping.attempt(row), mapping.candidate(person), external_id, row.created_at)
        for row, person, external_id in session.execute(query)
    )


def invitations(
    session: Session,
    organisation_id: UUID,
    now: datetime,
    *,
    assessment_id: UUID | None = None,
    status: InvitationStatus | None = None,
    external_id: str | None = None,
    invitation_id: UUID | None = None,
    after: After | None = None,
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
        return invitation_list.read(session, _page(query, AttemptRow.created_at, AttemptRow.id, after, limit))
    lines = query.subquery()
    wanted = select(lines).where(lines.c.status == status.value)
    return invitation_list.read(session, _page(wanted, lines.c.created_at, lines.c.attempt_id, after, limit))


def _page(
    query: Select[*Row],
    at: InstrumentedAttribute[datetime] | Any,
    row_id: Any,
    after: After | None,
    limit: int,
) -> Select[*Row]:
    if after is not None:
        query = query.where(tuple_(at, row_id) < (after.at, after.id))
    return query.order_by(at.desc(), row_id.desc()).limit(limit)
