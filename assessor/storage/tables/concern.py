"""What candidates send and staff must answer."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from assessor.domain.concern import ConcernKind, Decision
from assessor.storage.tables.base import Base, Id, one_of


class ConcernRow(Base):
    """A request or a contest with its answer."""

    __tablename__ = "concern"
    __table_args__ = (
        CheckConstraint(one_of("kind", ConcernKind), name="kind"),
        CheckConstraint(one_of("decision", Decision), name="decision"),
        CheckConstraint("(decision is null) = (answered_at is null)", name="answered"),
        Index("concern_open_idx", "organisation_id", "sent_at", postgresql_where=sql("decision is null")),
    )

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("attempt.id"), index=True)
    kind: Mapped[str]
    text: Mapped[str]
    sent_at: Mapped[datetime]
    decision: Mapped[str | None]
    answer: Mapped[str] = mapped_column(default="", server_default=sql("''"))
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    shadow: Mapped[dict[str, Any] | None]


class SecondLookRow(Base):
    """What one person says of a contest."""

    __tablename__ = "second_look"

    concern_id: Mapped[UUID] = mapped_column(ForeignKey("concern.id"), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    at: Mapped[datetime]
    should_change: Mapped[bool]
    text: Mapped[str]
