"""How long an organisation keeps what, and what it must keep."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from assessor.domain.retention import Ending
from assessor.storage.tables.base import Base, Id, one_of


class RetentionRow(Base):
    """assessor.domain.retention.Retention; no row: nothing goes by itself."""

    __tablename__ = "retention"
    __table_args__ = (CheckConstraint(one_of("ending", Ending), name="ending"),)

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    finished: Mapped[int | None]
    unstarted: Mapped[int | None]
    recordings: Mapped[int | None]
    ending: Mapped[str]


class HoldRow(Base):
    """A legal hold; lifted ones are kept until the candidate is erased."""

    __tablename__ = "legal_hold"
    __table_args__ = (
        CheckConstraint("(lifted_at is null) = (lifted_by is null)", name="lifted"),
        Index("legal_hold_open_idx", "candidate_id", postgresql_where=text("lifted_at is null")),
    )

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    candidate_id: Mapped[UUID] = mapped_column(ForeignKey("candidate.id"))
    attempt_id: Mapped[UUID | None] = mapped_column(ForeignKey("attempt.id"))
    reason: Mapped[str]
    placed_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    placed_at: Mapped[datetime]
    lifted_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    lifted_at: Mapped[datetime | None]
