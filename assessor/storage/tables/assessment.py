"""Assessments and the challenges in them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assessor.domain.assessment import AssessmentState
from assessor.storage.tables.base import Base, Id, Now, one_of
from assessor.storage.tables.challenge import ChallengeRow


class AssessmentRow(Base):
    """An assessment. A trigger of the migrations refuses any change once it is published."""

    __tablename__ = "assessment"
    __table_args__ = (
        CheckConstraint(one_of("state", AssessmentState), name="state"),
        CheckConstraint("duration_minutes between 1 and 600", name="duration"),
        CheckConstraint("version > 0", name="version"),
        UniqueConstraint("family_id", "version"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    title: Mapped[str]
    intro: Mapped[str]
    state: Mapped[str] = mapped_column(default=AssessmentState.DRAFT.value)
    duration_minutes: Mapped[int]
    rules: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default=text("'{}'"))
    """assessor.domain.rules as JSON; what is missing has its default."""
    practice_challenge_id: Mapped[UUID | None] = mapped_column(ForeignKey("challenge.id"))
    family_id: Mapped[UUID] = mapped_column(default=uuid4, server_default=text("gen_random_uuid()"))
    """What all versions of one assessment share."""
    version: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    profile: Mapped[str] = mapped_column(default="", server_default=text("''"))
    """The role that its challenges are held against."""
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[Now]
    published_at: Mapped[datetime | None]

    items: Mapped[list[AssessmentChallengeRow]] = relationship(
        order_by="AssessmentChallengeRow.position", cascade="all, delete-orphan", lazy="selectin"
    )
    practice: Mapped[ChallengeRow | None] = relationship(lazy="joined")


class AssessmentChallengeRow(Base):
    """A challenge at its place in an assessment."""

    __tablename__ = "assessment_challenge"
    __table_args__ = (
        UniqueConstraint("assessment_id", "challenge_id"),
        CheckConstraint("points > 0", name="points"),
        CheckConstraint("minutes between 1 and 600", name="minutes"),
    )

    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"))
    points: Mapped[int]
    minutes: Mapped[int | None]
    """Its own time limit."""

    challenge: Mapped[ChallengeRow] = relationship(lazy="joined")
