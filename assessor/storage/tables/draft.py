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
