"""Attempts."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, text
from sqlalchemy.orm import Mapped, mapped_column

from assessor.domain.attempt import AttemptState
from assessor.storage.tables.base import Base, Id, Now, one_of


class AttemptRow(Base):
    """One sitting; its state machine is assessor.domain.attempt."""

    __tablename__ = "attempt"
    __table_args__ = (
        CheckConstraint(one_of("state", AttemptState), name="state"),
        CheckConstraint("(started_at is null) = (deadline_at is null)", name="clock"),
        CheckConstraint("score between 0 and 100", name="score"),
        CheckConstraint("credited_seconds >= 0", name="credit"),
        CheckConstraint("extended_seconds >= 0", name="extension"),
        CheckConstraint("(break_started_at is null) = (break_until is null)", name="break"),
        CheckConstraint("break_seconds >= 0", name="break_seconds"),
        Index(None, "organisation_id", "created_at", "id"),
        Index(None, "organisation_id", "assessment_id", "state"),
        Index(None, "organisation_id", "graded_at"),
        Index("attempt_deadline_at_idx", "deadline_at", postgresql_where=text("state = 'running'")),
        # What a score is placed among is read from this index alone.
        Index(
            "attempt_graded_score_idx",
            "organisation_id",
            "assessment_id",
            "score",
            postgresql_where=text("state = 'graded' and score is not null"),
        ),
        Index(
            "attempt_newest_graded_idx",
            "assessment_id",
            text("graded_at desc nulls last"),
            "id",
            postgresql_where=text("state = 'graded'"),
        ),
    )

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    invitation_id: Mapped[UUID] = mapped_column(ForeignKey("invitation.id"), unique=True)
    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment.id"), index=True)
    candidate_id: Mapped[UUID] = mapped_column(ForeignKey("candidate.id"), index=True)
    state: Mapped[str] = mapped_column(default=AttemptState.INVITED.value)
    consented_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    deadline_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
    graded_at: Mapped[datetime | None]
    score: Mapped[Decimal | None] = mapped_column(Numeric(4, 1))
    credited_seconds: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    """By how much the deadline was moved because the platform was at fault."""
    extended_seconds: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    """By how much staff moved it."""
    break_started_at: Mapped[datetime | None]
    break_until: Mapped[datetime | None]
    break_seconds: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    created_at: Mapped[Now]
    recordings_erased_at: Mapped[datetime | None]
