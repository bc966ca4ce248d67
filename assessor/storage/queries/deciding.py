"""Decisions, who opened the evidence, and the pipeline of an assessment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from assessor.domain.deciding import MadeDecision, Stage, Step
from assessor.storage.tables import DecisionRow, EvidenceViewRow, UserRow

_PIPELINE = """
with latest as (
  select distinct on (d.attempt_id) d.attempt_id, d.step
  from decision d join attempt a on a.id = d.attempt_id
  where a.assessment_id = :assessment_id order by d.attempt_id, d.number desc
), placed as (
  select a.id, a.candidate_id, a.score, a.created_at, l.step,
    case when a.state in ('invited', 'ready') then 'invited' when a.state = 'running' then 'running'
      when a.state = 'submitted' then 'grading' when a.state <> 'graded' then 'ended'
      when l.step in ('accepted', 'declined') then 'decided' when l.step = 'shortlisted' then 'shortlisted'
      else 'graded' end as stage
  from attempt a left join latest l on l.attempt_id = a.id
  where a.organisation_id = :organisation_id and a.assessment_id = :assessment_id
), numbered as (
  select *, count(*) over (partition by stage) as all_there,
    row_number() over (partition by stage order by score desc nulls last, created_at desc, id) as place
  from placed
)
select n.id, c.name, n.score, n.step, n.stage, n.all_there
from numbered n join candidate c on c.id = n.candidate_id
where n.place <= :most order by n.stage, n.place
"""


@dataclass(frozen=True)
class Placed:
    """One candidate in the pipeline; `step` is the newest decision."""

    id: UUID
    name: str
    score: Decimal | None
    step: Step | None


@dataclass(frozen=True)
class Column:
    """A stage of the pipeline: how many are there, and the first of them by score."""

    total: int
    first: tuple[Placed, ...]


def of_attempt(session: Session, attempt_id: UUID) -> tuple[MadeDecision, ...]:
    """All decisions, oldest first."""
    query = (
        select(DecisionRow, UserRow.name)
        .join(UserRow, UserRow.id == DecisionRow.decided_by)
        .where(DecisionRow.attempt_id == attempt_id)
        .order_by(DecisionRow.number)
    )
    return tuple(
        MadeDecision(Step(row.step), row.reason, name, row.decided_at) for row, name in session.execute(query)
    )


def add(
    session: Session,
    organisation_id: UUID,
    attempt_id: UUID,
    user_id: UUID,
    step: Step,
    reason: str,
    now: datetime,
) -> None:
    """Write a decision."""
    row = DecisionRow(
        organisation_id=organisation_id,
        attempt_id=attempt_id,
        step=step.value,
        reason=reason,
        decided_by=user_id,
        decided_at=now,
    )
    session.add(row)
    session.flush()


def viewed_at(session: Session, attempt_id: UUID, user_id: UUID) -> datetime | None:
    """When a user last had the evidence open."""
    found = session.get(EvidenceViewRow, (attempt_id, user_id))
    return found.viewed_at if found else None


def note_view(session: Session, attempt_id: UUID, user_id: UUID, now: datetime) -> None:
    """The user has the evidence open."""
    values = {"attempt_id": attempt_id, "user_id": user_id, "viewed_at": now}
    statement = upsert(EvidenceViewRow).values(values)
    keys = [EvidenceViewRow.attempt_id, EvidenceViewRow.user_id]
    session.execute(statement.on_conflict_do_update(index_elements=keys, set_={"viewed_at": now}))


def pipeline(
    session: Session, organisation_id: UUID, assessment_id: UUID, most: int = 50
) -> Mapping[Stage, Column]:
    """The candidates of an assessment by stage, the first `most` of each."""
    values = {"organisation_id": organisation_id, "assessment_id": assessment_id, "most": most}
    found: dict[Stage, list[Placed]] = {each: [] for each in Stage}
    totals: dict[Stage, int] = {}
    for row in session.execute(text(_PIPELINE), values):
        where = Stage(row.stage)
        totals[where] = row.all_there
        found[where].append(Placed(row.id, row.name, row.score, Step(row.step) if row.step else None))
    return {each: Column(totals.get(each, 0), tuple(found[each])) for each in Stage}
