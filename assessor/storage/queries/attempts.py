"""Attempts and their events."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import TypeVarTuple
from uuid import UUID

from sqlalchemy import Select, func, insert, select, update
from sqlalchemy.orm import Session

from assessor.domain.attempt import GRACE, Attempt, AttemptState
from assessor.domain.events import Event, EventKind
from assessor.errors import NotFound
from assessor.storage import mapping
from assessor.storage.queries import plain
from assessor.storage.tables import AssessmentRow, AttemptRow, CandidateRow, EventRow, InvitationRow

Row = TypeVarTuple("Row")

UNSTARTED = (AttemptState.INVITED.value, AttemptState.READY.value)


def get(session: Session, attempt_id: UUID) -> Attempt:
    """The attempt. Raises NotFound."""
    row = plain.by_id(session, AttemptRow, attempt_id)
    if row is None:
        raise NotFound()
    return mapping.attempt(row)


def lock(session: Session, attempt_id: UUID) -> Attempt:
    """The attempt, locked until the end of the transaction: changes of one attempt happen one after another.

    Raises NotFound.
    """
    row = plain.by_id(session, AttemptRow, attempt_id, lock=True)
    if row is None:
        raise NotFound()
    return mapping.attempt(row)


def save(session: Session, attempt: Attempt) -> Attempt:
    """Write the state, times and score of an attempt."""
    values = {
        "state": attempt.state.value,
        "consented_at": attempt.consented_at,
        "started_at": attempt.started_at,
        "deadline_at": attempt.deadline_at,
        "submitted_at": attempt.submitted_at,
        "graded_at": attempt.graded_at,
        "credited_seconds": attempt.credited_seconds,
        "extended_seconds": attempt.extended_seconds,
        "break_started_at": attempt.break_started_at,
        "break_until": attempt.break_until,
        "break_seconds": attempt.break_seconds,
        "score": None if attempt.score is None else Decimal(str(attempt.score)),
    }
    session.execute(update(AttemptRow).where(AttemptRow.id == attempt.id).values(values))
    return attempt


def of_organisation(
    session: Session, organisation_id: UUID, assessment_id: UUID | None = None, limit: int = 500
) -> tuple[Attempt, ...]:
    """An organisation's attempts, newest first, of one assessment if given."""
    query = _newest(select(AttemptRow), organisation_id, assessment_id, limit)
    return tuple(mapping.attempt(row) for row in session.scalars(query))


def _newest(
    query: Select[*Row], organisation_id: UUID, assessment_id: UUID | None, limit: int
) -> Select[*Row]:
    query = query.where(AttemptRow.organisation_id == organisation_id)
    if assessment_id is not None:
        query = query.where(AttemptRow.assessment_id == assessment_id)
    return query.order_by(AttemptRow.created_at.desc(), AttemptRow.id).limit(limit)


def around(session: Session, attempt: Attempt) -> tuple[int, int, int]:
    """How many other graded attempts of the assessment scored less, the same, and how many there are."""
    score = Decimal(str(attempt.score))
    itself = attempt.state is AttemptState.GRADED
    query = select(
        func.count().filter(AttemptRow.score < score),
        func.count().filter(AttemptRow.score == score),
        func.count(),
    ).where(
        AttemptRow.organisation_id == attempt.organisation_id,
        AttemptRow.assessment_id == attempt.assessment_id,
        AttemptRow.state == AttemptState.GRADED.value,
        AttemptRow.score.is_not(None),
    )
    below, equal, all_of_them = session.execute(query).one()
    return below, equal - itself, all_of_them - itself


def past_deadline(session: Session, now: datetime) -> Sequence[UUID]:
    """Running attempts whose deadline and grace are over."""
    query = select(AttemptRow.id).where(
        AttemptRow.state == AttemptState.RUNNING.value, AttemptRow.deadline_at < now - GRACE
    )
    return session.scalars(query).all()


def running(session: Session) -> Sequence[UUID]:
    """Every attempt whose clock runs."""
    query = select(AttemptRow.id).where(AttemptRow.state == AttemptState.RUNNING.value)
    return session.scalars(query.order_by(AttemptRow.id)).all()


def past_invitation(session: Session, now: datetime) -> Sequence[UUID]:
    """Attempts that were never started before their invitation expired."""
    query = (
        select(AttemptRow.id)
        .join(InvitationRow, InvitationRow.id == AttemptRow.invitation_id)
        .where(AttemptRow.state.in_(UNSTARTED), InvitationRow.expires_at <= now)
    )
    return session.scalars(query).all()


def record(session: Session, attempt_id: UUID, kind: EventKind, at: datetime, **data: object) -> None:
    """Add an event."""
    session.execute(insert(plain.table(EventRow)).inline(), _event(attempt_id, kind, at, data))


def record_all(
    session: Session, attempt_ids: Sequence[UUID], kind: EventKind, at: datetime, **data: object
) -> None:
    """Add the same event to many attempts."""
    rows = [_event(each, kind, at, data) for each in attempt_ids]
    session.execute(insert(plain.table(EventRow)).inline(), rows)


def _event(attempt_id: UUID, kind: EventKind, at: datetime, data: Mapping[str, object]) -> dict[str, object]:
    return {"attempt_id": attempt_id, "kind": kind.value, "at": at, "data": data}


def names(session: Session, attempt_ids: Collection[UUID]) -> Mapping[UUID, tuple[str, str]]:
    """Whose attempt at what it is: (candidate's name, assessment's title) by attempt."""
    query = (
        select(AttemptRow.id, CandidateRow.name, AssessmentRow.title)
        .join(CandidateRow, CandidateRow.id == AttemptRow.candidate_id)
        .join(AssessmentRow, AssessmentRow.id == AttemptRow.assessment_id)
        .where(AttemptRow.id.in_(attempt_ids))
    )
    return {attempt_id: (name, title) for attempt_id, name, title in session.execute(query)}


def events(session: Session, attempt_id: UUID, *kinds: EventKind) -> tuple[Event, ...]:
    """The events of an attempt in order: all, or those of some kinds."""
    query = select(EventRow).where(EventRow.attempt_id == attempt_id)
    if kinds:
        query = query.where(EventRow.kind.in_([kind.value for kind in kinds]))
    return tuple(mapping.event(row) for row in session.scalars(query.order_by(EventRow.at, EventRow.id)))
