"""Candidates' PostgreSQL servers, and those that wait for candidates."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from assessor.domain.sandboxes import POOLED, Mishap, SandboxStatus
from assessor.storage.tables.base import Base, Id, Now, one_of


class SandboxRow(Base):
    """The server of one attempt for one challenge, or of no attempt yet; `handle` holds its secret and is emptied when
    it is stopped. The id never changes, also when it is claimed: it is what the server's owner label says."""

    __tablename__ = "sandbox"
    __table_args__ = (
        UniqueConstraint("attempt_id", "challenge_id"),
        CheckConstraint(one_of("status", SandboxStatus), name="status"),
        CheckConstraint("(status in ('ready', 'warm', 'suspended')) <= (handle is not null)", name="handle"),
        CheckConstraint(
            f"(attempt_id is null) = (status in ({', '.join(sorted(repr(str(each)) for each in POOLED))}))",
            name="pool",
        ),
        CheckConstraint(f"mishap is null or {one_of('mishap', Mishap)}", name="mishap"),
        Index("sandbox_waiting_idx", "changed_at", postgresql_where=text("status = 'requested'")),
        Index("sandbox_started_idx", "created_at", postgresql_where=text("start_seconds is not null")),
        Index("sandbox_warm_idx", "challenge_id", "changed_at", postgresql_where=text("status = 'warm'")),
    )

    id: Mapped[Id]
    attempt_id: Mapped[UUID | None] = mapped_column(ForeignKey("attempt.id"))
    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"), index=True)
    status: Mapped[str]
    handle: Mapped[dict[str, Any] | None]
    error: Mapped[str] = mapped_column(default="")
    created_at: Mapped[Now]
    changed_at: Mapped[Now]
    """When it came to its status; requests are served in this order."""
    used_at: Mapped[datetime | None]
    down_since: Mapped[datetime | None]
    mishap: Mapped[str | None]
    start_seconds: Mapped[float | None]
    """How long the provider took to start it."""
