"""Clocks of single challenges."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from assessor.storage.tables.base import Base


class ChallengeClockRow(Base):
    """The time of one challenge that has a limit of its own, in one attempt."""

    __tablename__ = "challenge_clock"
    __table_args__ = (CheckConstraint("deadline_at > started_at", name="clock"),)

    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("attempt.id"), primary_key=True)
    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"), primary_key=True)
    started_at: Mapped[datetime]
    deadline_at: Mapped[datetime]
