"""Texts that organisations have written, and when candidates are reminded."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import Interval, Text, cast, delete, exists, func, insert, literal, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from assessor.domain.mail import MailKind, MailState
from assessor.storage.queries import attempts
from assessor.storage.tables import (
    AttemptRow,
    CandidateRow,
    InvitationRow,
    MailRow,
    MailTemplateRow,
    ReminderRow,
)

_DAY = literal("1 day").cast(Interval)


def newest(session: Session, organisation_id: UUID, kind: MailKind) -> tuple[UUID, str, str] | None:
    """The id, subject and body that an organisation uses now; None: it has written none."""
    query = (
        select(MailTemplateRow)
        .where(MailTemplateRow.organisation_id == organisation_id, MailTemplateRow.kind == kind.value)
        .order_by(MailTemplateRow.created_at.desc(), MailTemplateRow.id)
        .limit(1)
    )
    row = session.scalar(query)
    return (row.id, row.subject, row.body) if row else None


def add(
    session: Session, organisation_id: UUID, kind: MailKind, subject: str, body: str, by: UUID, now: datetime
) -> None:
    """A new version."""
    session.add(
        MailTemplateRow(
            organisation_id=organisation_id,
            kind=kind.value,
            subject=subject,
            body=body,
            created_by=by,
            created_at=now,
        )
    )
    session.flush()


def reminder_days(session: Session, assessment_id: UUID) -> tuple[int, ...]:
    """How many days before the expiry candidates are reminded, the earliest reminder first."""
    query = select(ReminderRow.days).where(ReminderRow.assessment_id == assessment_id)
    return tuple(session.scalars(query.order_by(ReminderRow.days.desc())))


def set_reminder_days(session: Session, assessment_id: UUID, days: Collection[int]) -> None:
    """Replace them."""
    session.execute(delete(ReminderRow).where(ReminderRow.assessment_id == assessment_id))
    if days:
        session.execute(
            insert(ReminderRow), [{"assessment_id": assessment_id, "days": each} for each in days]
        )


def write_reminders(session: Session, now: datetime) -> int:
    """A mail for everybody who is to be reminded now, once for each day and expiry; how many.

    Who was invited after the moment, and moments that are a day past, are left out.
    """
    moment = InvitationRow.expires_at - ReminderRow.days * _DAY
    invited = exists().where(
        MailRow.invitation_id == InvitationRow.id,
        MailRow.kind == MailKind.INVITATION.value,
        MailRow.state == MailState.SENT.value,
        MailRow.sent_at < moment,
    )
    template = (
        select(MailTemplateRow.id)
        .where(
            MailTemplateRow.organisation_id == InvitationRow.organisation_id,
            MailTemplateRow.kind == MailKind.REMINDER.value,
        )
        .order_by(MailTemplateRow.created_at.desc(), MailTemplateRow.id)
        .limit(1)
        .correlate(InvitationRow)
        .scalar_subquery()
    )
    day = func.to_char(func.timezone("UTC", InvitationRow.expires_at), "YYYY-MM-DD")
    occasion = func.concat("reminder:", cast(ReminderRow.days, Text), ":", day)
    people = (
        select(
            func.gen_random_uuid(), InvitationRow.organisation_id, InvitationRow.id,
            literal(MailKind.REMINDER.value), occasion, template, literal(now),
        )
        .join(ReminderRow, ReminderRow.assessment_id == InvitationRow.assessment_id)
        .join(AttemptRow, AttemptRow.invitation_id == InvitationRow.id)
        .join(CandidateRow, CandidateRow.id == InvitationRow.candidate_id)
        .where(
            AttemptRow.state.in_(attempts.UNSTARTED),
            InvitationRow.revoked_at.is_(None),
            InvitationRow.expires_at > now,
            CandidateRow.email != "",
            moment <= now,
            moment > now - _DAY,
            invited,
        )
    )  # fmt: skip
    columns = ["id", "organisation_id", "invitation_id", "kind", "occasion", "template_id", "due_at"]
    written = session.execute(
        upsert(MailRow).from_select(columns, people).on_conflict_do_nothing().returning(MailRow.id)
    )
    return len(written.all())
