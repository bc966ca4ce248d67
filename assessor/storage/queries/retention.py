"""What is kept no longer, and since when; and what must stay."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from assessor.domain.retention import Due, Ending, Hold, Part, Retention
from assessor.storage.tables import HoldRow, RetentionRow, UserRow

_HOLDS = "select {} from legal_hold h{} where h.organisation_id = :organisation_id and h.lifted_at is null"
_PERSON = f"{_HOLDS} and h.attempt_id is null"
_HELD = f"""(
  a.id in ({_HOLDS.format("h.attempt_id", "")} and h.attempt_id is not null)
  or c.id in ({_PERSON.format("h.candidate_id", "")})
  or c.email <> '' and lower(c.email) in (
    {_PERSON.format("lower(hc.email)", " join candidate hc on hc.id = h.candidate_id")})
)"""
"""Nothing here depends on the attempt, so PostgreSQL reads the holds once and not for each attempt."""
_ENDED: dict[Part, str] = {
    Part.FINISHED: "a.started_at is not null and a.state in ('submitted', 'graded', 'revoked')",
    Part.UNSTARTED: "a.started_at is null",
}
_ENDED[Part.RECORDINGS] = f"{_ENDED[Part.FINISHED]} and a.recordings_erased_at is null"
_SINCE: dict[Part, str] = {
    Part.FINISHED: "coalesce(a.submitted_at, a.deadline_at)",
    Part.RECORDINGS: "coalesce(a.submitted_at, a.deadline_at)",
    Part.UNSTARTED: "least(i.expires_at, i.revoked_at)",
}
_PROMISED = "coalesce((s.rules ->> 'retention_months')::int, 12)"
_MONTHS: dict[Part, str] = {
    Part.FINISHED: f"least(:months, {_PROMISED})",
    Part.RECORDINGS: f"least(:months, {_PROMISED})",
    Part.UNSTARTED: ":months",
}
"""What an assessment has told its candidates is never exceeded once anything of that sort goes by itself."""

_COUNTS = """
select count(*) filter (where not held and at <= :now), count(*) filter (where not held and at > :now),
  count(*) filter (where held)
"""


def _query(part: Part) -> str:
    return f"""
select a.id, a.candidate_id, c.name, d.at, {_HELD} as held
from attempt a join candidate c on c.id = a.candidate_id join invitation i on i.id = a.invitation_id
  join assessment s on s.id = a.assessment_id
  cross join lateral (select {_SINCE[part]} + make_interval(months => {_MONTHS[part]}) as at) d
where a.organisation_id = :organisation_id and c.erased_at is null and {_ENDED[part]} and d.at <= :until
"""  # noqa: S608 - put together from the texts above alone


def rule(session: Session, organisation_id: UUID) -> Retention | None:
    """An organisation's rule; None: nothing goes by itself."""
    row = session.get(RetentionRow, organisation_id)
    return Retention(row.finished, row.unstarted, row.recordings, Ending(row.ending)) if row else None


def set_rule(session: Session, organisation_id: UUID, wanted: Retention) -> None:
    """Change it."""
    values = {part.value: wanted.months(part) for part in Part} | {"ending": wanted.ending.value}
    statement = upsert(RetentionRow).values(organisation_id=organisation_id, **values)
    keys = [RetentionRow.organisation_id]
    session.execute(statement.on_conflict_do_update(index_elements=keys, set_=values))
    session.expire_all()


def organisations_with_rules(session: Session) -> tuple[UUID, ...]:
    """Who has one."""
    return tuple(session.scalars(select(RetentionRow.organisation_id).order_by(RetentionRow.organisation_id)))


def due(
    session: Session, organisation_id: UUID, part: Part, months: int, until: datetime, limit: int
) -> tuple[Due, ...]:
    """What is due until a moment, the longest due first, with what is held."""
    query = text(f"{_query(part)} order by d.at, a.id limit :limit")
    values = _values(organisation_id, months, until) | {"limit": limit}
    return tuple(Due(part, *row) for row in session.execute(query, values))


def take_due(
    session: Session, organisation_id: UUID, part: Part, months: int, until: datetime, limit: int
) -> tuple[Due, ...]:
    """What is due and not held, for this transaction alone."""
    query = text(
        f"{_query(part)} and not {_HELD} order by d.at, a.id limit :limit for update of a, c skip locked"
    )
    values = _values(organisation_id, months, until) | {"limit": limit}
    return tuple(Due(part, *row) for row in session.execute(query, values))


def count_due(
    session: Session, organisation_id: UUID, part: Part, months: int, now: datetime, until: datetime
) -> tuple[int, int, int]:
    """How many are due now and will go, how many later until a moment, and how many of both are held."""
    query = text(f"{_COUNTS} from ({_query(part)}) q")
    row = session.execute(query, _values(organisation_id, months, until) | {"now": now}).one()
    return row[0], row[1], row[2]


def _values(organisation_id: UUID, months: int, until: datetime) -> dict[str, Any]:
    return {"organisation_id": organisation_id, "months": months, "until": until}


def add_hold(session: Session, **values: Any) -> UUID:
    """Place a hold with these columns; its id."""
    row = HoldRow(**values)
    session.add(row)
    session.flush()
    return row.id


def lift_hold(session: Session, hold_id: UUID, user_id: UUID, now: datetime) -> bool:
    """End a hold; whether there was one."""
    rows = HoldRow
    lifted = update(rows).where(rows.id == hold_id, rows.lifted_at.is_(None))
    return session.scalar(lifted.values(lifted_by=user_id, lifted_at=now).returning(rows.id)) is not None


def holds_on(session: Session, candidate_ids: Collection[UUID]) -> tuple[Hold, ...]:
    """The holds on candidates or attempts of theirs, the newest first."""
    query = (
        select(HoldRow, UserRow.name)
        .join(UserRow, UserRow.id == HoldRow.placed_by)
        .where(HoldRow.candidate_id.in_(candidate_ids))
        .order_by(HoldRow.placed_at.desc(), HoldRow.id)
    )
    return tuple(
        Hold(row.id, row.attempt_id, row.reason, name, row.placed_at, row.lifted_at)
        for row, name in session.execute(query)
    )
