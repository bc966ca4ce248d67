"""Servers that wait for candidates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, exists, func, select, union_all
from sqlalchemy.orm import Session, aliased

from assessor.domain.assessment import WRITTEN
from assessor.domain.attempt import AttemptState
from assessor.domain.events import EventKind
from assessor.domain.pool import OPENED_RECENTLY, Demand
from assessor.domain.sandboxes import POOLED, PoolSandbox, SandboxStatus
from assessor.storage import mapping
from assessor.storage.tables import (
    AssessmentChallengeRow,
    AssessmentRow,
    AttemptRow,
    ChallengeRow,
    EventRow,
    InvitationRow,
    SandboxRow,
)

ACTIVE = (AttemptState.READY.value, AttemptState.RUNNING.value)


def reserve(session: Session, challenge_id: UUID, *, queued: bool = False) -> UUID | None:
    """Lock the server that has waited longest; its id, or None if none waits that nobody else takes now.

    Who comes later (not `queued`) gets none while somebody has waited for one already.
    """
    free = select(SandboxRow.id).where(
        SandboxRow.challenge_id == challenge_id, SandboxRow.status == SandboxStatus.WARM.value
    )
    if not queued:
        earlier = aliased(SandboxRow)
        requested = and_(
            earlier.challenge_id == challenge_id, earlier.status == SandboxStatus.REQUESTED.value
        )
        free = free.where(~exists().where(requested))
    free = free.order_by(SandboxRow.changed_at).limit(1)
    return session.scalar(free.with_for_update(skip_locked=True, of=SandboxRow))


def give(session: Session, sandbox_id: UUID, attempt_id: UUID, at: datetime) -> None:
    """The attempt, which has none for that challenge, gets the server that this transaction has reserved."""
    row = session.get_one(SandboxRow, sandbox_id)
    row.attempt_id, row.status = attempt_id, SandboxStatus.READY.value
    row.changed_at = row.used_at = at
    session.flush()


def add_warming(session: Session, challenge_id: UUID, at: datetime) -> UUID:
    """A row for a server that will wait; its id."""
    row = SandboxRow(challenge_id=challenge_id, status=SandboxStatus.WARMING.value, changed_at=at)
    session.add(row)
    session.flush()
    return row.id


def find(session: Session, sandbox_id: UUID) -> PoolSandbox | None:
    """The pool's server of that id, locked; None also for one that was claimed."""
    row = session.get(SandboxRow, sandbox_id, with_for_update=True, populate_existing=True)
    return mapping.pool_sandbox(row) if row and row.attempt_id is None else None


def warm_up(
    session: Session, sandbox_id: UUID, at: datetime, handle: Mapping[str, Any], seconds: float
) -> None:
    """The server answers and may be claimed."""
    row = session.get_one(SandboxRow, sandbox_id)
    row.status, row.changed_at = SandboxStatus.WARM.value, at
    row.handle, row.start_seconds = dict(handle), seconds
    session.flush()


def all_of(session: Session, status: SandboxStatus) -> Sequence[PoolSandbox]:
    """Every server of the pool in that status."""
    rows = session.scalars(select(SandboxRow).where(SandboxRow.status == status.value))
    return [mapping.pool_sandbox(row) for row in rows]


def counts(session: Session) -> Mapping[UUID, int]:
    """How many servers wait, or will soon, by challenge."""
    pooled = SandboxRow.status.in_([status.value for status in POOLED])
    query = select(SandboxRow.challenge_id, func.count()).where(pooled).group_by(SandboxRow.challenge_id)
    return {row[0]: row[1] for row in session.execute(query)}


def warming(session: Session) -> int:
    """How many servers of the pool are being started."""
    query = select(func.count()).where(SandboxRow.status == SandboxStatus.WARMING.value)
    return session.scalar(query) or 0


def somebody_waits(session: Session) -> bool:
    """Whether an attempt waits for a server."""
    return bool(session.scalar(select(exists().where(SandboxRow.status == SandboxStatus.REQUESTED.value))))


def surplus(session: Session, challenge_id: UUID, count: int, idle_since: datetime) -> Sequence[PoolSandbox]:
    """At most `count` servers that have waited since before then, locked; those that somebody takes now are left."""
    query = (
        select(SandboxRow)
        .where(
            SandboxRow.challenge_id == challenge_id,
            SandboxRow.status == SandboxStatus.WARM.value,
            SandboxRow.changed_at < idle_since,
        )
        .order_by(SandboxRow.changed_at)
        .limit(count)
        .with_for_update(skip_locked=True)
    )
    return [mapping.pool_sandbox(row) for row in session.scalars(query)]


def stale_warming(session: Session, older_than: datetime) -> Sequence[UUID]:
    """Rows of servers that were being started then and are still not there: their job was lost."""
    query = select(SandboxRow.id).where(
        SandboxRow.status == SandboxStatus.WARMING.value, SandboxRow.changed_at < older_than
    )
    return session.scalars(query.with_for_update(skip_locked=True)).all()


def demand(session: Session, now: datetime) -> Mapping[UUID, Demand]:
    """Who may want a server soon, by challenge; challenges that nobody may want are left out."""
    opened = exists().where(
        EventRow.attempt_id == AttemptRow.id,
        EventRow.kind == EventKind.OPENED.value,
        EventRow.at > now - OPENED_RECENTLY,
    )
    usable = and_(
        AttemptRow.state == AttemptState.INVITED.value,
        InvitationRow.revoked_at.is_(None),
        InvitationRow.expires_at > now,
    )
    active = AttemptRow.state.in_(ACTIVE)
    challenges = _challenges().subquery()
    query = (
        select(
            challenges.c.challenge_id,
            func.count().filter(usable),
            func.count().filter(and_(usable, opened)),
            func.count().filter(active),
        )
        .select_from(AttemptRow)
        .join(InvitationRow, InvitationRow.id == AttemptRow.invitation_id)
        .join(challenges, challenges.c.assessment_id == AttemptRow.assessment_id)
        .where(usable | active)
        .group_by(challenges.c.challenge_id)
    )
    return {challenge_id: Demand(*numbers) for challenge_id, *numbers in session.execute(query)}


def _challenges() -> Any:
    """Each assessment with each of its challenges that need a server, the practice one too."""
    items = (
        select(AssessmentChallengeRow.assessment_id, AssessmentChallengeRow.challenge_id)
        .join(ChallengeRow, ChallengeRow.id == AssessmentChallengeRow.challenge_id)
        .where(ChallengeRow.kind.not_in(WRITTEN))
    )
    practice = select(AssessmentRow.id, AssessmentRow.practice_challenge_id)
    return union_all(items, practice.where(AssessmentRow.practice_challenge_id.is_not(None)))
