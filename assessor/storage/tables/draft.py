"""Drafts."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from assessor.storage.tables.base import Base


class DraftRow(Base):
    """The autosaved text of one challenge in one attempt."""

    __tablename__ = "draft"
    __table_args__ = (CheckConstraint("revision > 0", name="revision"),)

    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("attempt.id"), primary_key=True)
    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"), primary_key=True)
    text: Mapped[str]
    revision: Mapped[int]
    saved_at: Mapped[datetime]


class DraftRevisionRow(Base):
    """What one save has changed, written by a trigger: how much was kept at both ends, and what stands between."""

    __tablename__ = "draft_revision"
    __table_args__ = (CheckConstraint("kept_left >= 0 and kept_right >= 0", name="kept"),)

    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("attempt.id"), primary_key=True)
    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    kept_left: Mapped[int]
    kept_right: Mapped[int]
    inserted: Mapped[str]
    saved_at: Mapped[datetime]
