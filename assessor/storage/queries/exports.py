"""Everything of an assessment as rows, however many there are: read by a cursor of the server, never all at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from assessor.domain.rules import Counts
from assessor.storage.queries.counting import COUNTED

AT_ONCE = 500
"""Rows that are in memory at a time."""

_ATTEMPTS = f"""
select a.id, c.name, c.email, i.external_id, a.state, a.started_at, a.submitted_at, a.score, found.scores
from attempt a
join candidate c on c.id = a.candidate_id
join invitation i on i.id = a.invitation_id
left join lateral (
  with sat as (select a.id)
  select jsonb_object_agg(challenge_id, case when verdict <> 'could-not-grade' then score end) as scores
  from ({COUNTED}) one
) found on true
where a.organisation_id = :organisation_id and a.assessment_id = :assessment_id
order by a.created_at, a.id
"""  # noqa: S608 - both parts are written here


@dataclass(frozen=True)
class ExportedAttempt:
    """One attempt; `scores` (0 to 100) are by the challenge's id, None while there is no verdict."""

    id: UUID
    name: str
    email: str
    external_id: str
    state: str
    started_at: datetime | None
    submitted_at: datetime | None
    score: Decimal | None
    scores: Mapping[str, float | None]


def attempts(
    session: Session, organisation_id: UUID, assessment_id: UUID, counts: Counts
) -> Iterator[ExportedAttempt]:
    """Every attempt of an assessment, oldest first."""
    best = counts is Counts.BEST
    values = {"organisation_id": organisation_id, "assessment_id": assessment_id, "best": best}
    for row in session.execute(text(_ATTEMPTS).execution_options(yield_per=AT_ONCE), values).mappings():
        yield ExportedAttempt(**{**row, "scores": row["scores"] or {}})
