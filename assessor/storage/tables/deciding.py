"""Decisions, who opened the evidence, comments with their mentions, and shared scorecards."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from assessor.domain.deciding import Step
from assessor.storage.tables.base import Base, Id, one_of


class DecisionRow(Base):
    """One step of deciding about a candidate; a trigger lets none be changed, and the newest counts."""

    __tablename__ = "decision"
    __table_args__ = (
        CheckConstraint(one_of("step", Step), name="step"),
        CheckConstraint("step in ('shortlisted', 'unlisted') or length(trim(reason)) > 0", name="reason"),
        Index(None, "attempt_id", "number"),
    )

    id: Mapped[Id]
    number: Mapped[int] = mapped_column(BigInteger, Identity(always=True))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("attempt.id"))
    step: Mapped[str]
    reason: Mapped[str]
    decided_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    decided_at: Mapped[datetime]


class EvidenceViewRow(Base):
    """When somebody last had the evidence of an attempt open."""

    __tablename__ = "evidence_view"

    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("attempt.id"), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    viewed_at: Mapped[datetime]


class CommentRow(Base):
    """What one of staff says of an attempt, or of one answer in it."""

    __tablename__ = "comment"
    __table_args__ = (
        CheckConstraint("length(trim(text)) > 0", name="text"),
        Index(None, "attempt_id", "created_at"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("attempt.id"))
    challenge_id: Mapped[UUID | None] = mapped_column(ForeignKey("challenge.id"))
    author_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    text: Mapped[str]
    created_at: Mapped[datetime]


class MentionRow(Base):
    """Somebody who is named in a comment, and when they said that they have seen it."""

    __tablename__ = "mention"
    __table_args__ = (Index("mention_user_id_idx", "user_id", postgresql_where=text("seen_at is null")),)

    comment_id: Mapped[UUID] = mapped_column(ForeignKey("comment.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    seen_at: Mapped[datetime | None]


class ShareRow(Base):
    """A link to one scorecard; only the SHA-256 of its token is kept."""

    __tablename__ = "scorecard_share"
    __table_args__ = (CheckConstraint("octet_length(token_sha256) = 32", name="digest"),)

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("attempt.id"), index=True)
    token_sha256: Mapped[bytes] = mapped_column(unique=True)
    blind: Mapped[bool]
    created_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    views: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    viewed_at: Mapped[datetime | None]
