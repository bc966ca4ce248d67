"""Clocks of single challenges."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from assessor.domain.attempt import ChallengeClock
from assessor.storage import mapping
from assessor.storage.tables import ChallengeClockRow


def of_attempt(session: Session, attempt_id: UUID) -> Mapping[UUID, ChallengeClock]:
    """The clocks that an attempt has begun, by challenge."""
    rows = session.scalars(select(ChallengeClockRow).where(ChallengeClockRow.attempt_id == attempt_id))
    return {row.challenge_id: mapping.clock(row) for row in rows}


def begin(session: Session, attempt_id: UUID, challenge_id: UUID, clock: ChallengeClock) -> ChallengeClock:
    """Start the clock of a challenge that has none yet."""
    row = ChallengeClockRow(
        attempt_id=attempt_id,
        challenge_id=challenge_id,
        started_at=clock.started_at,
        deadline_at=clock.deadline_at,
    )
    session.add(row)
    session.flush()
    return clock


def move(session: Session, attempt_id: UUID, by: timedelta, open_after: datetime) -> None:
    """Move the deadlines that come after a moment."""
    session.execute(
        update(ChallengeClockRow)
        .where(ChallengeClockRow.attempt_id == attempt_id, ChallengeClockRow.deadline_at > open_after)
        .values(deadline_at=ChallengeClockRow.deadline_at + by)
    )
