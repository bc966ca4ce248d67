"""Lists of people who are to be invited together."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, delete, func, insert, select, update
from sqlalchemy.orm import Session

from assessor.domain.attempt import AttemptState
from assessor.domain.imports import Import, ImportState, Person, Verdict
from assessor.storage.tables import (
    AssessmentRow,
    AttemptRow,
    CandidateRow,
    ImportPersonRow,
    ImportRow,
)

_PERSON = (
    ImportPersonRow.number, ImportPersonRow.name, ImportPersonRow.email, ImportPersonRow.extra_time_percent,
    ImportPersonRow.send_at, ImportPersonRow.external_id, ImportPersonRow.verdict, ImportPersonRow.problem,
    ImportPersonRow.invitation_id,
)  # fmt: skip


def add(session: Session, new: Import, people: Sequence[Person]) -> None:
    """Keep a list that was read."""
    session.execute(
        insert(ImportRow).values(
            id=new.id,
            organisation_id=new.organisation_id,
            assessment_id=new.assessment_id,
            created_by=new.created_by,
            source=new.source,
            valid_days=new.valid_days,
            send=new.send,
            created_at=new.created_at,
        )
    )
    session.execute(
        insert(ImportPersonRow),
        [
            {
                "import_id": new.id,
                "number": each.number,
                "name": each.name,
                "email": each.email,
                "extra_time_percent": each.extra_time_percent,
                "send_at": each.send_at,
                "external_id": each.external_id,
                "verdict": each.verdict.value,
                "problem": each.problem,
            }
            for each in people
        ],
    )


def find(session: Session, import_id: UUID, *, lock: bool = False) -> Import | None:
    """The import, if there is one; locked until the end of the transaction if asked."""
    row = session.get(ImportRow, import_id, with_for_update=lock, populate_existing=lock)
    return _import(row) if row else None


def _import(row: ImportRow) -> Import:
    return Import(
        id=row.id,
        organisation_id=row.organisation_id,
        assessment_id=row.assessment_id,
        created_by=row.created_by,
        source=row.source,
        state=ImportState(row.state),
        valid_days=row.valid_days,
        send=row.send,
        created_at=row.created_at,
        confirmed_at=row.confirmed_at,
    )


def of_assessment(session: Session, assessment_id: UUID) -> tuple[Import, ...]:
    """The imports of an assessment, newest first."""
    query = select(ImportRow).where(ImportRow.assessment_id == assessment_id)
    return tuple(
        _import(row) for row in session.scalars(query.order_by(ImportRow.created_at.desc()).limit(20))
    )


def set_state(session: Session, import_id: UUID, state: ImportState, confirmed_at: datetime | None) -> None:
    """Move it on."""
    session.execute(
        update(ImportRow)
        .where(ImportRow.id == import_id)
        .values(state=state.value, confirmed_at=confirmed_at)
        .execution_options(synchronize_session=False)
    )


def remove(session: Session, import_id: UUID) -> None:
    """Forget it with all its people."""
    session.execute(delete(ImportRow).where(ImportRow.id == import_id))


def forget_people(session: Session, before: datetime) -> int:
    """Forget the lines of imports that are older than a moment; how many. Invitations that came of them stay."""
    old = select(ImportRow.id).where(ImportRow.created_at < before)
    gone = session.execute(
        delete(ImportPersonRow)
        .where(ImportPersonRow.import_id.in_(old))
        .returning(ImportPersonRow.number)
        .execution_options(synchronize_session=False)
    )
    return len(gone.all())


def counts(session: Session, import_id: UUID) -> tuple[Mapping[Verdict, int], int]:
    """How many lines have each verdict, and how many are invited."""
    query = (
        select(ImportPersonRow.verdict, func.count(), func.count(ImportPersonRow.invitation_id))
        .where(ImportPersonRow.import_id == import_id)
        .group_by(ImportPersonRow.verdict)
    )
    rows = session.execute(query).all()
    return {Verdict(verdict): count for verdict, count, _ in rows}, sum(invited for *_, invited in rows)


def people(
    session: Session, import_id: UUID, verdict: Verdict | None, limit: int, offset: int
) -> tuple[Person, ...]:
    """Lines in their order, of one verdict if given."""
    query = select(*_PERSON).where(ImportPersonRow.import_id == import_id)
    if verdict is not None:
        query = query.where(ImportPersonRow.verdict == verdict.value)
    return _people(session, query.order_by(ImportPersonRow.number).limit(limit).offset(offset))


def uninvited(session: Session, import_id: UUID, limit: int) -> tuple[Person, ...]:
    """The next good lines that have no invitation yet."""
    query = select(*_PERSON).where(
        ImportPersonRow.import_id == import_id,
        ImportPersonRow.verdict == Verdict.GOOD.value,
        ImportPersonRow.invitation_id.is_(None),
    )
    return _people(session, query.order_by(ImportPersonRow.number).limit(limit))


def _people(session: Session, query: Select[*tuple[Any, ...]]) -> tuple[Person, ...]:
    rows = session.execute(query)
    return tuple(Person(**row._asdict() | {"verdict": Verdict(row.verdict)}) for row in rows)


def mark_invited(session: Session, import_id: UUID, invited: Mapping[int, UUID]) -> None:
    """These lines are done: invitations by line."""
    query = (
        update(ImportPersonRow)
        .where(ImportPersonRow.import_id == import_id, ImportPersonRow.number == bindparam("line"))
        .values(invitation_id=bindparam("made"))
    )
    if invited:
        session.connection().execute(query, [{"line": k, "made": v} for k, v in invited.items()])


def mark_twice(session: Session, import_id: UUID, lines: Collection[int], problem: str) -> None:
    """These people were invited in the meantime."""
    session.execute(
        update(ImportPersonRow)
        .where(ImportPersonRow.import_id == import_id, ImportPersonRow.number.in_(lines))
        .values(verdict=Verdict.TWICE.value, problem=problem)
        .execution_options(synchronize_session=False)
    )


def lock_assessment(session: Session, assessment_id: UUID) -> None:
    """Let no other import of the assessment invite before this transaction ends."""
    session.execute(
        select(AssessmentRow.id).where(AssessmentRow.id == assessment_id).with_for_update(key_share=True)
    )


def invited_emails(session: Session, assessment_id: UUID) -> frozenset[str]:
    """Who has an invitation to an assessment that is not expired or withdrawn; in lower case."""
    over = (AttemptState.EXPIRED.value, AttemptState.REVOKED.value)
    query = (
        select(func.lower(CandidateRow.email))
        .join(AttemptRow, AttemptRow.candidate_id == CandidateRow.id)
        .where(
            AttemptRow.assessment_id == assessment_id, AttemptRow.state.not_in(over), CandidateRow.email != ""
        )
    )
    return frozenset(session.scalars(query))
