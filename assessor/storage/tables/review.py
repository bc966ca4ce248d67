"""Reviews of design answers."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from assessor.domain.review import Part
from assessor.storage.tables.base import Base, Id, Now, one_of


class ReviewRow(Base):
    """One person's scoring of one answer; before somebody has claimed it, a place in the queue."""

    __tablename__ = "review"
    __table_args__ = (
        CheckConstraint(one_of("part", Part), name="part"),
        CheckConstraint("submitted_at is null or rater_id is not null", name="submitted"),
        Index("review_once_idx", "submission_id", "rater_id", unique=True),
        Index("review_open_idx", "organisation_id", postgresql_where=sql("submitted_at is null")),
    )

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("attempt.id"), index=True)
    submission_id: Mapped[UUID] = mapped_column(ForeignKey("submission.id"))
    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"))
    part: Mapped[str]
    rater_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    claimed_until: Mapped[datetime | None]
    ratings: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default=sql("'{}'"))
    submitted_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1, server_default=sql("1"))
    earlier: Mapped[list[Any]] = mapped_column(default=list, server_default=sql("'[]'"))
    """What was submitted before each correction: {"version", "at", "ratings", "reason"}."""
    created_at: Mapped[Now]
