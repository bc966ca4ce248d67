"""Candidates' PostgreSQL servers."""

from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from assessor.domain.sandboxes import SandboxStatus
from assessor.storage.tables.base import Base, Id, Now, one_of


class SandboxRow(Base):
    """The server of one attempt for one challenge; `handle` holds its secret and is emptied when it is stopped."""

    __tablename__ = "sandbox"
    __table_args__ = (
        UniqueConstraint("attempt_id", "challenge_id"),
        CheckConstraint(one_of("status", SandboxStatus), name="status"),
        CheckConstraint("(status = 'ready') <= (handle is not null)", name="handle"),
    )

    id: Mapped[Id]
    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("attempt.id"))
    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"), index=True)
    status: Mapped[str]
    handle: Mapped[dict[str, Any] | None]
    error: Mapped[str] = mapped_column(default="")
    created_at: Mapped[Now]
