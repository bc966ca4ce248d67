"""Runs."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from assessor.storage.tables.base import Base, Id


class RunRow(Base):
    """One execution in a sandbox: what was run and how it ended, not its rows."""

    __tablename__ = "run"
    __table_args__ = (Index(None, "attempt_id", "challenge_id", "started_at"),)

    id: Mapped[Id]
    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("attempt.id"))
    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"))
    text: Mapped[str]
    started_at: Mapped[datetime]
    duration_ms: Mapped[float]
    outcome: Mapped[str]
    summary: Mapped[str]
