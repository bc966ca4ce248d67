"""Events."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from assessor.storage.tables.base import Base


class EventRow(Base):
    """What happened in an attempt; rows are only ever added."""

    __tablename__ = "event"
    __table_args__ = (
        Index(None, "attempt_id", "at"),
        Index("event_opened_idx", "at", postgresql_where=text("kind = 'opened'")),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("attempt.id"))
    kind: Mapped[str]
    at: Mapped[datetime]
    data: Mapped[dict[str, Any]]
