"""Submissions."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from assessor.domain.answers import SubmissionSource
from assessor.storage.tables.base import Base, Id, one_of


class SubmissionRow(Base):
    """A text that was handed in. The same key in the same attempt is the same submission."""

    __tablename__ = "submission"
    __table_args__ = (
        UniqueConstraint("attempt_id", "idempotency_key"),
        CheckConstraint(one_of("source", SubmissionSource), name="source"),
        Index(None, "attempt_id", "challenge_id", "submitted_at"),
    )

    id: Mapped[Id]
    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("attempt.id"))
    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"))
    idempotency_key: Mapped[str]
    text: Mapped[str]
    text_sha256: Mapped[str]
    receipt: Mapped[str] = mapped_column(unique=True)
    source: Mapped[str]
    submitted_at: Mapped[datetime]
