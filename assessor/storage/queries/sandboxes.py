"""Candidates' servers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy import update as update_statement
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from assessor.domain.attempt import Attempt, AttemptState
from assessor.domain.pool import QueuePlace, queue_place
from assessor.domain.sandboxes import AttemptSandbox, SandboxStatus
from assessor.errors import NotFound
from assessor.storage import mapping
from assessor.storage.queries import plain
from assessor.storage.tables import AttemptRow, SandboxRow

_RECENT_STARTS = 20
_Span = tuple[datetime | None, datetime | None]
"""min() and max(), which are NULL of no rows."""


def of_attempt(session: Session, attempt_id: UUID) -> Mapping[UUID, AttemptSandbox]:
    """An attempt's servers by challenge."""
    table = plain.table(SandboxRow)
    rows = plain.rows(session, SandboxRow, select(table).where(table.c.attempt_id == attempt_id))
    return {row.challenge_id: mapping.sandbox(row) for row in rows}


def with_attempt(session: Session, attempt_id: UUID) -> tuple[Attempt, Mapping[UUID, AttemptSandbox]]:
    """An attempt and its servers by challenge, in one way to the database and back. Raises NotFound."""
    attempt, sandbox = plain.table(AttemptRow), plain.table(SandboxRow)
    joined = attempt.outerjoin(sandbox, sandbox.c.attempt_id == attempt.c.id)
    query = select(attempt, sandbox).select_from(joined).where(attempt.c.id == attempt_id)
    found = plain.pairs(session, AttemptRow, SandboxRow, query)
    if not found:
        raise NotFound()
    servers = {row.challenge_id: mapping.sandbox(row) for _, row in found if row.id is not None}
    return mapping.attempt(found[0][0]), servers


def request(session: Session, attempt_id: UUID, challenge_id: UUID, at: datetime) -> UUID:
    """Ask for a server (again, if the last one failed or is stopped); the id of its row."""
    asked = {"status": SandboxStatus.REQUESTED.value, "error": "", "changed_at": at}
    statement = insert(SandboxRow).values(attempt_id=attempt_id, challenge_id=challenge_id, **asked)
    statement = statement.on_conflict_do_update(
        index_elements=[SandboxRow.attempt_id, SandboxRow.challenge_id],
        set_={**asked, "handle": None},
        where=SandboxRow.status.in_([SandboxStatus.FAILED.value, SandboxStatus.STOPPED.value]),
    )
    session.execute(statement)
    return session.scalars(
        select(SandboxRow.id).where(
            SandboxRow.attempt_id == attempt_id, SandboxRow.challenge_id == challenge_id
        )
    ).one()


def find(session: Session, sandbox_id: UUID, *, lock: bool = False) -> AttemptSandbox | None:
    """The attempt's server of that id; None also for one of the pool."""
    row = session.get(SandboxRow, sandbox_id, with_for_update=lock or None, populate_existing=True)
    return mapping.sandbox(row) if row and row.attempt_id else None


def get(session: Session, sandbox_id: UUID) -> AttemptSandbox:
    """The attempt's server of that id, which exists."""
    return mapping.sandbox(session.get_one(SandboxRow, sandbox_id))


def update(session: Session, sandbox_id: UUID, status: SandboxStatus, at: datetime, **changes: Any) -> None:
    """Write where a server stands since `at`, and whatever else has changed of its columns."""
    row = session.get_one(SandboxRow, sandbox_id)
    row.status, row.changed_at = status.value, at
    for name, value in changes.items():
        setattr(row, name, value)
    session.flush()


def forget(session: Session, sandbox_id: UUID) -> None:
    """Remove the row; the server it spoke of belongs to nobody from now on."""
    session.execute(delete(SandboxRow).where(SandboxRow.id == sandbox_id))


def in_status(session: Session, *statuses: SandboxStatus) -> Sequence[AttemptSandbox]:
    """All attempts' servers in one of these statuses."""
    wanted = [status.value for status in statuses]
    rows = session.scalars(
        select(SandboxRow).where(SandboxRow.status.in_(wanted), SandboxRow.attempt_id.is_not(None))
    )
    return [mapping.sandbox(row) for row in rows]


def waiting(session: Session, older_than: datetime) -> Sequence[AttemptSandbox]:
    """Servers that were requested before `older_than` and are still not there."""
    query = select(SandboxRow).where(
        SandboxRow.status == SandboxStatus.REQUESTED.value, SandboxRow.changed_at < older_than
    )
    return [mapping.sandbox(row) for row in session.scalars(query)]


def touch(session: Session, sandbox_ids: Sequence[UUID], at: datetime) -> None:
    """Somebody uses these servers now."""
    session.execute(update_statement(SandboxRow).where(SandboxRow.id.in_(sandbox_ids)).values(used_at=at))


def idle(session: Session, since: datetime) -> Sequence[UUID]:
    """Ready servers that nobody has used since then."""
    query = select(SandboxRow.id).where(
        SandboxRow.status == SandboxStatus.READY.value,
        func.coalesce(SandboxRow.used_at, SandboxRow.changed_at) < since,
    )
    return session.scalars(query).all()


def used_since(session: Session, since: datetime) -> Sequence[AttemptSandbox]:
    """Ready servers that somebody has used since then."""
    query = select(SandboxRow).where(
        SandboxRow.status == SandboxStatus.READY.value, SandboxRow.used_at >= since
    )
    return [mapping.sandbox(row) for row in session.scalars(query)]


def down_attempts(session: Session, ending_before: datetime) -> Sequence[UUID]:
    """Running attempts with a server that is down, whose deadline comes before then."""
    query = (
        select(AttemptRow.id)
        .join(SandboxRow, SandboxRow.attempt_id == AttemptRow.id)
        .where(
            SandboxRow.down_since.is_not(None),
            AttemptRow.state == AttemptState.RUNNING.value,
            AttemptRow.deadline_at < ending_before,
        )
    )
    return session.scalars(query.distinct().order_by(AttemptRow.id)).all()


def place_of(session: Session, attempt_id: UUID) -> QueuePlace | None:
    """Where an attempt stands among those that wait for servers; None if it waits for none."""
    requested = SandboxRow.status == SandboxStatus.REQUESTED.value
    # In one statement: the worker may serve the last request between two.
    mine = select(func.min(SandboxRow.changed_at), func.max(SandboxRow.changed_at)).where(
        requested, SandboxRow.attempt_id == attempt_id
    )
    first, last = cast(_Span, tuple(session.execute(mine).one()))
    if first is None or last is None:
        return None
    ahead = select(func.count(SandboxRow.attempt_id.distinct())).where(
        requested, SandboxRow.changed_at < first, SandboxRow.attempt_id != attempt_id
    )
    servers = select(func.count()).where(requested, SandboxRow.changed_at <= last)
    return queue_place(1 + (session.scalar(ahead) or 0), session.scalar(servers) or 1, _seconds_each(session))


def _seconds_each(session: Session) -> float | None:
    recent = (
        select(SandboxRow.start_seconds)
        .where(SandboxRow.start_seconds.is_not(None))
        .order_by(SandboxRow.created_at.desc())
        .limit(_RECENT_STARTS)
        .subquery()
    )
    return session.scalar(select(func.avg(recent.c.start_seconds)))
