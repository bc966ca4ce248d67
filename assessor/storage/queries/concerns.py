"""Requests and contests, their answers and second looks."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from assessor.domain.concern import Concern, ConcernKind, Decision, SecondLook
from assessor.errors import NotFound
from assessor.storage import mapping
from assessor.storage.tables import ConcernRow, SecondLookRow, UserRow


def add(
    session: Session, organisation_id: UUID, attempt_id: UUID, kind: ConcernKind, text: str, at: datetime
) -> UUID:
    """A new, open concern; its id."""
    row = ConcernRow(
        organisation_id=organisation_id, attempt_id=attempt_id, kind=kind.value, text=text, sent_at=at
    )
    session.add(row)
    session.flush()
    return row.id


def of_attempt(session: Session, attempt_id: UUID, *kinds: ConcernKind) -> tuple[Concern, ...]:
    """The concerns of an attempt, oldest first: all, or those of some kinds."""
    query = select(ConcernRow).where(ConcernRow.attempt_id == attempt_id)
    if kinds:
        query = query.where(ConcernRow.kind.in_([kind.value for kind in kinds]))
    return _concerns(session, session.scalars(query.order_by(ConcernRow.sent_at, ConcernRow.id)).all())


def of_organisation(
    session: Session,
    organisation_id: UUID,
    kinds: Collection[ConcernKind],
    *,
    is_open: bool | None = None,
    limit: int = 500,
) -> tuple[Concern, ...]:
    """The concerns of those kinds: open ones first, the longest waiting on top, then the last answered."""
    query = select(ConcernRow).where(
        ConcernRow.organisation_id == organisation_id, ConcernRow.kind.in_([kind.value for kind in kinds])
    )
    if is_open is not None:
        query = query.where(ConcernRow.decision.is_(None) == is_open)
    query = query.order_by(
        ConcernRow.answered_at.desc().nulls_first(), ConcernRow.sent_at, ConcernRow.id
    ).limit(limit)
    return _concerns(session, session.scalars(query).all())


def get(session: Session, concern_id: UUID) -> Concern:
    """The concern. Raises NotFound."""
    row = session.get(ConcernRow, concern_id)
    if row is None:
        raise NotFound()
    return _concerns(session, [row])[0]


def lock(session: Session, concern_id: UUID) -> Concern:
    """The concern, locked until the end of the transaction. Raises NotFound."""
    row = session.get(ConcernRow, concern_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound()
    return _concerns(session, [row])[0]


def open_kinds(session: Session, attempt_ids: Sequence[UUID]) -> Mapping[UUID, set[ConcernKind]]:
    """Which kinds of open concerns each attempt has."""
    query = select(ConcernRow.attempt_id, ConcernRow.kind).distinct()
    query = query.where(ConcernRow.attempt_id.in_(attempt_ids), ConcernRow.decision.is_(None))
    found: dict[UUID, set[ConcernKind]] = {}
    for attempt_id, kind in session.execute(query):
        found.setdefault(attempt_id, set()).add(ConcernKind(kind))
    return found


def answer(
    session: Session, concern_id: UUID, decision: Decision, text: str, user_id: UUID, at: datetime
) -> None:
    """Close a concern with its answer."""
    row = session.get_one(ConcernRow, concern_id)
    row.decision, row.answer, row.answered_by, row.answered_at = decision.value, text, user_id, at
    session.flush()


def keep_shadow(session: Session, concern_id: UUID, shadow: dict[str, Any]) -> None:
    """Write what grading again gave."""
    session.get_one(ConcernRow, concern_id).shadow = shadow
    session.flush()


def look(
    session: Session, concern_id: UUID, user_id: UUID, at: datetime, text: str, *, should_change: bool
) -> None:
    """Write what somebody says of a contest; saying it again replaces it."""
    said = {"at": at, "should_change": should_change, "text": text}
    statement = insert(SecondLookRow).values(concern_id=concern_id, user_id=user_id, **said)
    session.execute(statement.on_conflict_do_update(index_elements=["concern_id", "user_id"], set_=said))


def _concerns(session: Session, rows: Sequence[ConcernRow]) -> tuple[Concern, ...]:
    looks = _looks(session, [row.id for row in rows])
    named = {row.answered_by for row in rows if row.answered_by}
    query = select(UserRow.id, UserRow.name).where(UserRow.id.in_(named))
    names = {row.id: row.name for row in session.execute(query)} if named else {}
    return tuple(
        mapping.concern(row, names.get(row.answered_by, "") if row.answered_by else "", looks.get(row.id, []))
        for row in rows
    )


def _looks(session: Session, concern_ids: Sequence[UUID]) -> Mapping[UUID, list[SecondLook]]:
    query = (
        select(SecondLookRow, UserRow.name)
        .join(UserRow, UserRow.id == SecondLookRow.user_id)
        .where(SecondLookRow.concern_id.in_(concern_ids))
        .order_by(SecondLookRow.at, SecondLookRow.user_id)
    )
    found: dict[UUID, list[SecondLook]] = {}
    for row, name in session.execute(query):
        said = SecondLook(row.user_id, name, row.at, row.should_change, row.text)
        found.setdefault(row.concern_id, []).append(said)
    return found
