"""What waits in an organisation, as counts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assessor.domain.attempt import AttemptState
from assessor.domain.concern import ConcernKind
from assessor.storage.tables import AttemptRow, ConcernRow, StaffSessionRow


def open_concerns(
    session: Session, organisation_id: UUID, kinds: Collection[ConcernKind]
) -> Mapping[ConcernKind, int]:
    """How many requests and contests wait for an answer."""
    query = (
        select(ConcernRow.kind, func.count())
        .where(
            ConcernRow.organisation_id == organisation_id,
            ConcernRow.decision.is_(None),
            ConcernRow.kind.in_([kind.value for kind in kinds]),
        )
        .group_by(ConcernRow.kind)
    )
    return {ConcernKind(kind): count for kind, count in session.execute(query)}


def running(session: Session, organisation_id: UUID) -> int:
    """How many clocks run."""
    query = select(func.count()).where(
        AttemptRow.organisation_id == organisation_id, AttemptRow.state == AttemptState.RUNNING.value
    )
    return session.scalars(query).one()


def graded(session: Session, organisation_id: UUID, since: datetime) -> int:
    """How many attempts were graded since."""
    query = select(func.count()).where(
        AttemptRow.organisation_id == organisation_id, AttemptRow.graded_at >= since
    )
    return session.scalars(query).one()


def last_visit(session: Session, user_id: UUID) -> datetime | None:
    """When somebody signed in before the last time; None if they never did."""
    query = select(StaffSessionRow.created_at).where(StaffSessionRow.user_id == user_id)
    return session.scalars(query.order_by(StaffSessionRow.created_at.desc()).offset(1).limit(1)).first()
