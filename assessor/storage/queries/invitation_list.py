"""Invitations as staff see them: with the furthest that is known of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, Select, and_, case, exists, func, literal, or_, select, true
from sqlalchemy.orm import Session

from assessor.domain.attempt import AttemptState
from assessor.domain.events import EventKind
from assessor.domain.mail import InvitationStatus, MailState
from assessor.storage.queries.attempts import UNSTARTED
from assessor.storage.tables import AttemptRow, CandidateRow, EventRow, InvitationRow, MailRow


@dataclass(frozen=True)
class Invited:
    """One line. Times are aware UTC datetimes."""

    attempt_id: UUID
    invitation_id: UUID
    name: str
    email: str
    external_id: str
    status: InvitationStatus
    expires_at: datetime
    has_link: bool
    """Whether its link can be made again."""
    mail_kind: str | None
    mail_due_at: datetime | None
    mail_sent_at: datetime | None
    mail_error: str | None
    """Of the latest mail."""
    assessment_id: UUID
    candidate_id: UUID
    created_at: datetime


def _latest() -> FromClause:
    return (
        select(MailRow)
        .where(MailRow.invitation_id == InvitationRow.id)
        .order_by(MailRow.number.desc())
        .limit(1)
        .lateral("latest")
    )


def _status(latest: FromClause, now: datetime) -> ColumnElement[str]:
    state, mail = AttemptRow.state, latest.c.state
    unstarted = state.in_(UNSTARTED)
    opened = or_(
        state == AttemptState.READY.value,
        exists().where(EventRow.attempt_id == AttemptRow.id, EventRow.kind == EventKind.OPENED.value),
    )
    untried = and_(latest.c.tries == 0, latest.c.error == "")
    scheduled = and_(mail == MailState.WAITING.value, untried, latest.c.due_at > now)
    return case(
        (state == AttemptState.REVOKED.value, InvitationStatus.REVOKED.value),
        (
            or_(state == AttemptState.EXPIRED.value, and_(unstarted, InvitationRow.expires_at <= now)),
            InvitationStatus.EXPIRED.value,
        ),
        (state == AttemptState.RUNNING.value, InvitationStatus.STARTED.value),
        (state.not_in(UNSTARTED), InvitationStatus.FINISHED.value),
        (opened, InvitationStatus.OPENED.value),
        (scheduled, InvitationStatus.SCHEDULED.value),
        (mail.in_((MailState.WAITING.value, MailState.SENDING.value)), InvitationStatus.WAITING.value),
        (mail == MailState.SENT.value, InvitationStatus.SENT.value),
        (mail == MailState.REFUSED.value, InvitationStatus.BOUNCED.value),
        (mail == MailState.FAILED.value, InvitationStatus.FAILED.value),
        (mail == MailState.DOUBT.value, InvitationStatus.DOUBT.value),
        else_=InvitationStatus.LINK.value,
    )


def _lines(assessment_id: UUID, now: datetime) -> Select[*tuple[Any, ...]]:
    return all_lines(now).where(AttemptRow.assessment_id == assessment_id)


def all_lines(now: datetime) -> Select[*tuple[Any, ...]]:
    """The columns of Invited, of every organisation: whoever asks says whose."""
    latest = _latest()
    return (
        select(
            AttemptRow.id.label("attempt_id"), InvitationRow.id.label("invitation_id"),
            CandidateRow.name, CandidateRow.email, InvitationRow.external_id,
            _status(latest, now).label("status"), InvitationRow.expires_at,
            InvitationRow.link_seed.is_not(None).label("has_link"), latest.c.kind.label("mail_kind"),
            latest.c.due_at.label("mail_due_at"), latest.c.sent_at.label("mail_sent_at"),
            latest.c.error.label("mail_error"), InvitationRow.assessment_id, InvitationRow.candidate_id,
            AttemptRow.created_at,
        )
        .join(InvitationRow, InvitationRow.id == AttemptRow.invitation_id)
        .join(CandidateRow, CandidateRow.id == AttemptRow.candidate_id)
        .outerjoin(latest, true())
    )  # fmt: skip


def counts(session: Session, assessment_id: UUID, now: datetime) -> Mapping[InvitationStatus, int]:
    """How many invitations of an assessment have each status."""
    lines = _lines(assessment_id, now).subquery()
    query = select(lines.c.status, func.count()).group_by(lines.c.status)
    return {InvitationStatus(status): count for status, count in session.execute(query)}


def page(
    session: Session,
    assessment_id: UUID,
    now: datetime,
    *,
    status: InvitationStatus | None = None,
    text: str = "",
    limit: int = 100,
    offset: int = 0,
) -> tuple[Invited, ...]:
    """Lines, newest first; of one status, or with a text in name, e-mail or external id, if given."""
    query = _lines(assessment_id, now)
    if text:
        named = func.lower(
            func.concat(CandidateRow.name, " ", CandidateRow.email, " ", InvitationRow.external_id)
        )
        query = query.where(func.strpos(named, func.lower(literal(text))) > 0)
    query = query.order_by(AttemptRow.created_at.desc(), InvitationRow.import_row, AttemptRow.id)
    lines = query.subquery()
    wanted = select(lines)
    if status is not None:
        wanted = wanted.where(lines.c.status == status.value)
    return read(session, wanted.limit(limit).offset(offset))


def of_attempts(
    session: Session, assessment_id: UUID, attempt_ids: Sequence[UUID], now: datetime
) -> tuple[Invited, ...]:
    """The lines of some attempts of an assessment, in no order."""
    return read(session, _lines(assessment_id, now).where(AttemptRow.id.in_(attempt_ids)))


def read(session: Session, query: Select[*tuple[Any, ...]]) -> tuple[Invited, ...]:
    """The lines of a query for the columns of Invited."""
    rows = session.execute(query)
    return tuple(Invited(**row._asdict() | {"status": InvitationStatus(row.status)}) for row in rows)
