"""Gradings, their check outcomes, and the cache of what references give."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Numeric, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assessor.domain.outcomes import Verdict
from assessor.storage.tables.base import Base, Id, Now, one_of


class GradingRow(Base):
    """The verdict of one grader version on one submission; `verdict` is null while it is still to be given.

    A new grading of the same submission by the same version is a new generation; the newest counts.
    """

    __tablename__ = "grading"
    __table_args__ = (
        UniqueConstraint("submission_id", "grader_version", "generation"),
        CheckConstraint(one_of("verdict", Verdict), name="verdict"),
        CheckConstraint("score between 0 and 100", name="score"),
        CheckConstraint("(verdict is null) = (finished_at is null)", name="finished"),
    )

    id: Mapped[Id]
    submission_id: Mapped[UUID] = mapped_column(ForeignKey("submission.id"))
    grader_version: Mapped[str]
    generation: Mapped[int] = mapped_column(default=1)
    verdict: Mapped[str | None]
    score: Mapped[Decimal | None] = mapped_column(Numeric(4, 1))
    message: Mapped[str] = mapped_column(default="")
    provenance: Mapped[dict[str, Any] | None]
    tries: Mapped[int] = mapped_column(default=0)
    seconds: Mapped[float | None]
    created_at: Mapped[Now]
    finished_at: Mapped[datetime | None]

    outcomes: Mapped[list[CheckOutcomeRow]] = relationship(
        order_by="CheckOutcomeRow.position", cascade="all, delete-orphan", lazy="selectin"
    )


class CheckOutcomeRow(Base):
    """One graded question."""

    __tablename__ = "check_outcome"
    __table_args__ = (
        CheckConstraint(one_of("verdict", Verdict), name="verdict"),
        CheckConstraint("points between 0 and max_points", name="points"),
    )

    grading_id: Mapped[UUID] = mapped_column(ForeignKey("grading.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    check_slug: Mapped[str]
    title: Mapped[str]
    competencies: Mapped[list[str]]
    verdict: Mapped[str]
    points: Mapped[Decimal] = mapped_column(Numeric(7, 2))
    max_points: Mapped[Decimal] = mapped_column(Numeric(7, 2))
    message: Mapped[str]
    evidence: Mapped[dict[str, Any]]


class ReferenceResultRow(Base):
    """What a pack's reference gave in a reference lab, by an opaque key of the grader; only a cache."""

    __tablename__ = "reference_result"

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[dict[str, Any]]
    created_at: Mapped[Now]
