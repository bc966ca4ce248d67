"""The audit log: added to at its head, read in order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from assessor.domain.audit import FIRST, Entry, Head, Search
from assessor.storage.tables import AuditEntryRow, AuditHeadRow

_AT_ONCE = 1000
_ACTS = """
with recursive known as (
  (select act from audit_entry where organisation_id = :organisation_id order by act limit 1)
  union all
  select (
    select e.act from audit_entry e where e.organisation_id = :organisation_id and e.act > k.act order by e.act limit 1
  )
  from known k where k.act is not null
)
select act from known where act is not null
"""


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


def known_since(
    session: Session,
    organisation_id: UUID,
    actor_id: UUID | None,
    act: str,
    detail: Mapping[str, Any],
    at: datetime,
) -> bool:
    """Whether there is such an entry that was written after a moment."""
    rows = AuditEntryRow
    found = select(rows.number).where(
        rows.organisation_id == organisation_id, rows.at > at, rows.act == act, rows.detail == dict(detail),
        rows.actor_id.is_not_distinct_from(actor_id),
    )  # fmt: skip
    return session.scalar(found.limit(1)) is not None


def page(
    session: Session, organisation_id: UUID, wanted: Search, before: int | None, limit: int
) -> tuple[Entry, ...]:
    """The newest entries, or those before a number."""
    rows = AuditEntryRow
    query = select(rows).where(rows.organisation_id == organisation_id)
    if wanted.actor_id:
        query = query.where(rows.actor_id == wanted.actor_id)
    if wanted.act:
        query = query.where(rows.act == wanted.act)
    if wanted.since:
        query = query.where(rows.at >= wanted.since)
    if wanted.until:
        query = query.where(rows.at < wanted.until)
    if before is not None:
        query = query.where(rows.number < before)
    return tuple(map(_entry, session.scalars(query.order_by(rows.number.desc()).limit(limit))))


def acts(session: Session, organisation_id: UUID) -> tuple[str, ...]:
    """Every act that is in the log, by name; one look into the index for each."""
    return tuple(session.scalars(text(_ACTS), {"organisation_id": organisation_id}))


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
