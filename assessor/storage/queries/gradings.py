"""Gradings and the cache of references."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlalchemy.orm import Session

from assessor.domain.outcomes import GradingResult
from assessor.storage import mapping
from assessor.storage.tables import CheckOutcomeRow, GradingRow, ReferenceResultRow


@dataclass(frozen=True)
class PendingGrading:
    """A grading that waits for its verdict."""

    id: UUID
    submission_id: UUID
    tries: int


def request(session: Session, submission_id: UUID, grader_version: str, generation: int = 1) -> UUID:
    """The grading of a submission by a grader version, made if it is not there yet."""
    wanted = {"submission_id": submission_id, "grader_version": grader_version, "generation": generation}
    session.execute(insert(GradingRow).values(**wanted, tries=0, message="").on_conflict_do_nothing())
    return session.scalars(select(GradingRow.id).filter_by(**wanted)).one()


def generations(session: Session, submission_id: UUID) -> int:
    """The highest generation of a submission's gradings; 0 if there are none."""
    query = select(func.max(GradingRow.generation)).where(GradingRow.submission_id == submission_id)
    return session.scalar(query) or 0


def take(session: Session, grading_id: UUID) -> PendingGrading | None:
    """Lock a grading that has no verdict yet and count one more try; None if it has one or does not exist."""
    row = session.get(GradingRow, grading_id, with_for_update=True)
    if row is None or row.verdict is not None:
        return None
    row.tries += 1
    session.flush()
    return PendingGrading(row.id, row.submission_id, row.tries)


def finish(session: Session, grading_id: UUID, result: GradingResult, now: datetime) -> bool:
    """Write a verdict; False if another worker was faster (the first verdict stays)."""
    row = session.get_one(GradingRow, grading_id, with_for_update=True, populate_existing=True)
    if row.verdict is not None:
        return False
    row.verdict, row.score, row.finished_at = result.verdict.value, Decimal(str(result.score)), now
    row.message, row.seconds = result.message, result.seconds
    row.provenance = {**asdict(result.provenance), "settings": dict(result.provenance.settings)}
    row.outcomes = [
        CheckOutcomeRow(
            position=position,
            check_slug=outcome.check,
            title=outcome.title,
            competencies=list(outcome.competencies),
            verdict=outcome.verdict.value,
            points=Decimal(str(outcome.points)),
            max_points=Decimal(str(outcome.max_points)),
            message=outcome.message,
            evidence=dict(outcome.evidence),
        )
        for position, outcome in enumerate(result.outcomes, start=1)
    ]
    session.flush()
    return True


def of_submissions(session: Session, submission_ids: Sequence[UUID]) -> Mapping[UUID, GradingResult | None]:
    """The newest grading of each submission; None while it has no verdict."""
    query = (
        select(GradingRow)
        .where(GradingRow.submission_id.in_(submission_ids))
        .ext(distinct_on(GradingRow.submission_id))
        .order_by(GradingRow.submission_id, GradingRow.generation.desc(), GradingRow.created_at.desc())
    )
    return {row.submission_id: mapping.grading(row) for row in session.scalars(query)}


def unfinished(session: Session, older_than: datetime) -> Sequence[UUID]:
    """The ids of gradings that have waited since before `older_than`."""
    query = select(GradingRow.id).where(GradingRow.verdict.is_(None), GradingRow.created_at < older_than)
    return session.scalars(query).all()


def cached_reference(session: Session, key: str) -> Mapping[str, Any] | None:
    """What a reference gave, if it is known."""
    return session.scalar(select(ReferenceResultRow.value).where(ReferenceResultRow.key == key))


def cache_reference(session: Session, key: str, value: Mapping[str, Any]) -> None:
    """Keep what a reference gave; the first value of a key stays."""
    session.execute(insert(ReferenceResultRow).values(key=key, value=dict(value)).on_conflict_do_nothing())
