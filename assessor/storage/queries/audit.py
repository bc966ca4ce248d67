"""The audit log: added to at its head, read in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from assessor.domain.audit import FIRST, Entry, Head
from assessor.storage.tables import AuditEntryRow, AuditHeadRow

_AT_ONCE = 1000


def locked_head(session: Session, organisation_id: UUID) -> Head:
    """Where the log ends, and nobody else adds to it until this transaction ends."""
    start = insert(AuditHeadRow).values(organisation_id=organisation_id, number=0, sha256=FIRST, seal=b"")
    session.execute(start.on_conflict_do_nothing())
    return _head(session.get_one(AuditHeadRow, organisation_id, with_for_update=True, populate_existing=True))


def head(session: Session, organisation_id: UUID) -> Head | None:
    """Where the log ends, if it has begun."""
    row = session.get(AuditHeadRow, organisation_id)
    return _head(row) if row else None


def extend(session: Session, entries: Sequence[Entry], head: Head) -> None:
    """Add entries, after which the log ends there."""
    session.add_all(AuditEntryRow(**vars(entry)) for entry in entries)
    row = session.get_one(AuditHeadRow, head.organisation_id)
    row.number, row.sha256, row.seal = head.number, head.sha256, head.seal
    session.flush()


def entries(session: Session, organisation_id: UUID) -> Iterator[Entry]:
    """Every entry in order, some at a time."""
    query = select(AuditEntryRow).where(AuditEntryRow.organisation_id == organisation_id)
    ordered = query.order_by(AuditEntryRow.number).limit(_AT_ONCE)
    last: int | None = None
    while found := session.scalars(
        ordered.where(AuditEntryRow.number > last) if last is not None else ordered
    ).all():
        yield from map(_entry, found)
        last = found[-1].number
        session.expunge_all()


def _entry(row: AuditEntryRow) -> Entry:
    return Entry(
        row.organisation_id,
        row.number,
        row.at,
        row.actor_id,
        row.act,
        row.detail,
        row.previous,
        row.sha256,
    )


def _head(row: AuditHeadRow) -> Head:
    return Head(row.organisation_id, row.number, row.sha256, row.seal)
