"""The outbox."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import bindparam, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from assessor.domain.mail import Mail, MailKind, MailState
from assessor.storage.queries import attempts
from assessor.storage.tables import (
    AssessmentRow,
    AttemptRow,
    CandidateRow,
    InvitationRow,
    MailRow,
    MailTemplateRow,
    OrganisationRow,
)


@dataclass(frozen=True)
class Settled:
    """What became of a claimed mail."""

    id: UUID
    state: MailState
    error: str = ""
    due_at: datetime | None = None
    """When it is due again, if it waits."""
    counts: bool = True
    """Whether it was a try."""


def add(
    session: Session,
    organisation_id: UUID,
    kind: MailKind,
    occasion: str,
    template_id: UUID | None,
    due: Iterable[tuple[UUID, datetime]],
) -> None:
    """One mail for each (invitation, time); none where there is one for that occasion already."""
    rows = [
        {
            "id": uuid4(),
            "organisation_id": organisation_id,
            "invitation_id": invitation_id,
            "kind": kind.value,
            "occasion": occasion,
            "template_id": template_id,
            "due_at": due_at,
        }
        for invitation_id, due_at in due
    ]
    if rows:
        session.execute(insert(MailRow).on_conflict_do_nothing(), rows)


def of_invitations(session: Session, ids: Collection[UUID]) -> Mapping[UUID, list[MailRow]]:
    """Every mail of some invitations, oldest first."""
    query = select(MailRow).where(MailRow.invitation_id.in_(ids)).order_by(MailRow.number)
    found: dict[UUID, list[MailRow]] = {}
    for row in session.scalars(query):
        found.setdefault(row.invitation_id, []).append(row)
    return found


def cancel_pointless(session: Session, now: datetime) -> None:
    """Give up mails that are due and lead nowhere any more: revoked, expired, begun."""
    over = or_(
        InvitationRow.revoked_at.is_not(None),
        InvitationRow.expires_at <= now,
        AttemptRow.state.not_in(attempts.UNSTARTED),
    )
    query = (
        update(MailRow)
        .where(
            MailRow.state == MailState.WAITING.value,
            MailRow.due_at <= now,
            InvitationRow.id == MailRow.invitation_id,
            AttemptRow.invitation_id == InvitationRow.id,
            over,
        )
        .values(state=MailState.CANCELLED.value, error="The invitation was over before.")
    )
    session.execute(query.execution_options(synchronize_session=False))


def claim(session: Session, sender: str, now: datetime, limit: int) -> tuple[Mail, ...]:
    """The next mails that are due, marked as being sent by `sender`; nobody else gets them."""
    due = (
        select(MailRow.id)
        .where(MailRow.state == MailState.WAITING.value, MailRow.due_at <= now)
        .order_by(MailRow.due_at, MailRow.number)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    ids = session.scalars(due).all()
    if not ids:
        return ()
    session.execute(
        update(MailRow)
        .where(MailRow.id.in_(ids))
        .values(state=MailState.SENDING.value, sender=sender, claimed_at=now, tries=MailRow.tries + 1)
        .execution_options(synchronize_session=False)
    )
    return _whole(session, ids)


def _whole(session: Session, ids: Sequence[UUID]) -> tuple[Mail, ...]:
    query = (
        select(
            MailRow.id, MailRow.kind, MailRow.tries, MailTemplateRow.subject, MailTemplateRow.body,
            CandidateRow.name.label("candidate_name"), CandidateRow.email.label("candidate_email"),
            InvitationRow.id.label("invitation_id"), InvitationRow.link_seed,
            InvitationRow.token_sha256, InvitationRow.expires_at, AssessmentRow.title.label("assessment"),
            OrganisationRow.name.label("organisation"),
            AssessmentRow.duration_minutes.label("minutes"), InvitationRow.extra_time_percent,
        )
        .join(InvitationRow, InvitationRow.id == MailRow.invitation_id)
        .join(CandidateRow, CandidateRow.id == InvitationRow.candidate_id)
        .join(AssessmentRow, AssessmentRow.id == InvitationRow.assessment_id)
        .join(OrganisationRow, OrganisationRow.id == InvitationRow.organisation_id)
        .outerjoin(MailTemplateRow, MailTemplateRow.id == MailRow.template_id)
        .where(MailRow.id.in_(ids))
        .order_by(MailRow.due_at, MailRow.number)
    )  # fmt: skip
    return tuple(Mail(**row._asdict() | {"kind": MailKind(row.kind)}) for row in session.execute(query))


def claimed_by(session: Session, sender: str) -> Sequence[UUID]:
    """What a sender has claimed and not settled."""
    query = select(MailRow.id).where(MailRow.state == MailState.SENDING.value, MailRow.sender == sender)
    return session.scalars(query).all()


def settle(session: Session, sender: str, settled: Collection[Settled], now: datetime) -> None:
    """Write what became of mails that `sender` has claimed; settling twice changes nothing.

    What was given up as doubtful in the meantime is settled, too: the sender knows better.
    """
    rows = [
        {
            "key": each.id,
            "new_state": each.state.value,
            "new_error": each.error,
            "new_due": each.due_at,
            "uncount": 0 if each.counts else 1,
            "sent": now if each.state is MailState.SENT else None,
        }
        for each in settled
    ]
    query = (
        update(MailRow)
        .where(
            MailRow.id == bindparam("key"),
            MailRow.sender == sender,
            # No list: one statement with lists cannot be run for many rows.
            or_(MailRow.state == MailState.SENDING.value, MailRow.state == MailState.DOUBT.value),
        )
        .values(
            state=bindparam("new_state"),
            error=bindparam("new_error"),
            due_at=func.coalesce(bindparam("new_due", type_=MailRow.due_at.type), MailRow.due_at),
            tries=MailRow.tries - bindparam("uncount"),
            sent_at=bindparam("sent", type_=MailRow.due_at.type),
        )
    )
    if rows:
        session.connection().execute(query, rows)


def doubt_abandoned(session: Session, sender: str, before: datetime) -> None:
    """Give up what other senders have claimed before a moment: they have not come back to tell."""
    session.execute(
        update(MailRow)
        .where(
            MailRow.state == MailState.SENDING.value, MailRow.sender != sender, MailRow.claimed_at < before
        )
        .values(state=MailState.DOUBT.value, error="The machine that was sending it has not come back.")
        .execution_options(synchronize_session=False)
    )


def arrived(session: Session, mail_id: UUID) -> None:
    """A person says that a doubtful mail has arrived."""
    row = session.get_one(MailRow, mail_id)
    row.state, row.sent_at, row.error = MailState.SENT.value, row.claimed_at or row.due_at, ""
    session.flush()


def counts(session: Session, assessment_id: UUID) -> Mapping[MailState, int]:
    """How many mails of an assessment are in each state."""
    query = (
        select(MailRow.state, func.count())
        .join(InvitationRow, InvitationRow.id == MailRow.invitation_id)
        .where(InvitationRow.assessment_id == assessment_id)
        .group_by(MailRow.state)
    )
    return {MailState(state): count for state, count in session.execute(query)}
