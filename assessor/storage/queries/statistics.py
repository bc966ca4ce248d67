"""Statistics of an assessment, worked out where the rows are: a hundred thousand attempts come back as a few lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from assessor.domain.statistics import NEWEST
from assessor.storage.queries.counting import COUNTED

# The counting submission of every graded attempt and challenge with its newest grading, and what it earned: in points
# of 100 of the whole assessment. What was not answered earned nothing, what could not be graded is null.
_EARNED = f"""
with sat as (
  select id from attempt where assessment_id = :assessment and state = 'graded'
  order by graded_at desc nulls last, id limit :newest
), part as (
  select challenge_id, position, 100.0 * points / sum(points) over () as worth
  from assessment_challenge where assessment_id = :assessment
), counted as ({COUNTED}), earned as (
  select sat.id as attempt_id, part.challenge_id, part.position, part.worth, c.grading_id, c.submitted_at,
    c.attempt_id is not null as answered,
    (case when c.attempt_id is null then 0 when c.verdict is null or c.verdict = 'could-not-grade' then null
          else c.score / 100.0 end)::float8 as share
  from sat cross join part
  left join counted c on c.attempt_id = sat.id and c.challenge_id = part.challenge_id
), whole as materialized (
  select *, (worth * share)::float8 as points,
    (sum(worth * share) over attempt)::float8 as total,
    bool_and(share is not null) over attempt as complete
  from earned window attempt as (partition by attempt_id)
)
"""  # noqa: S608 - both parts are written here

_CHALLENGES = f"""{_EARNED}
select w.challenge_id, c.slug, c.title, w.position, count(share) as graded,
  count(*) filter (where answered) as answered,
  count(*) as shown, avg(share) as mean, corr(points, total - points) filter (where complete) as discrimination,
  count(*) filter (where complete) as complete, var_samp(points) filter (where complete) as variance,
  avg(total) filter (where complete) as total_mean, var_samp(total) filter (where complete) as total_variance
from whole w join challenge c on c.id = w.challenge_id group by 1, 2, 3, 4 order by w.position
"""  # noqa: S608 - both parts are written here

_CHECKS = f"""{_EARNED}
, known as (
  select distinct on (challenge_id) challenge_id, grading_id from whole
  where share is not null and grading_id is not null
), possible as materialized (
  select challenge_id, (select sum(max_points) from check_outcome o where o.grading_id = known.grading_id) as points
  from known
), marked as (
  select w.challenge_id, w.position as place, o.position, o.check_slug, o.title, w.total,
    (o.points / o.max_points)::float8 as share, (w.worth * o.points / p.points)::float8 as points, w.complete
  from whole w join possible p using (challenge_id) join check_outcome o using (grading_id)
  where w.share is not null and o.max_points > 0
)
select challenge_id, check_slug, min(title) as title, count(*) as graded, avg(share) as mean,
  corr(points, total - points) filter (where complete) as discrimination,
  count(*) filter (where complete) as complete
from marked group by challenge_id, place, check_slug order by place, min(position)
"""  # noqa: S608 - both parts are written here

_TIMES = """
select challenge_id, count(*) as count,
  percentile_cont(array[0.25, 0.5, 0.75]) within group (order by seconds) as quartiles
from (
  select r.challenge_id, extract(epoch from max(s.submitted_at) - min(r.began)) as seconds
  from (select attempt_id, challenge_id, min(started_at) as began from run
        where attempt_id in (select id from attempt where assessment_id = :assessment and state = 'graded'
                             order by graded_at desc nulls last, id limit :newest)
        group by 1, 2) r
  join submission s on s.attempt_id = r.attempt_id and s.challenge_id = r.challenge_id and s.submitted_at >= r.began
  group by r.attempt_id, r.challenge_id
) spent group by challenge_id
"""

_SITTINGS = """
select i.extra_time_percent > 0 as accommodated, count(*) as count,
  percentile_cont(array[0.25, 0.5, 0.75]) within group (
    order by extract(epoch from a.submitted_at - a.started_at) - a.break_seconds) as quartiles
from attempt a join invitation i on i.id = a.invitation_id
where a.assessment_id = :assessment and a.state = 'graded' and a.submitted_at is not null and a.started_at is not null
group by 1
"""

_WAY = """
select count(*) as invited,
  count(*) filter (where consented_at is not null or exists (
    select from event e where e.attempt_id = a.id and e.kind = 'opened')) as opened,
  count(consented_at) as agreed, count(started_at) as started, count(submitted_at) as finished,
  count(*) filter (where state = 'graded') as graded
from attempt a where assessment_id = :assessment
"""

_SHOWN = """
select c.slug, sum(a.count)::int as count
from (select assessment_id, count(*) as count from attempt
      where organisation_id = :organisation and started_at >= :since group by 1) a
join assessment_challenge ac on ac.assessment_id = a.assessment_id join challenge c on c.id = ac.challenge_id
group by c.slug
"""

_SPREAD = """
select least(width_bucket(score, 0, 100, 10), 10) as bucket, count(*) as count
from attempt where assessment_id = :assessment and state = 'graded' and score is not null group by 1
"""


@dataclass(frozen=True)
class Line:
    """One row of an answer, by its columns: `count` of SQLAlchemy's rows is a method."""

    values: Mapping[str, Any]

    def __getattr__(self, name: str) -> Any:
        return self.values[name]


def _lines(session: Session, query: str, **values: object) -> Sequence[Line]:
    session.execute(text("set local work_mem = '64MB'"))
    return [Line(dict(row)) for row in session.execute(text(query), values).mappings()]


def challenges(session: Session, assessment_id: UUID, *, best: bool) -> Sequence[Line]:
    """A line for each challenge in order, each with the mean and variance of the whole."""
    return _lines(session, _CHALLENGES, assessment=assessment_id, best=best, newest=NEWEST)


def checks(session: Session, assessment_id: UUID, *, best: bool) -> Sequence[Line]:
    """A line for each check, among those who answered its challenge."""
    return _lines(session, _CHECKS, assessment=assessment_id, best=best, newest=NEWEST)


def times(session: Session, assessment_id: UUID) -> Sequence[Line]:
    """Quartiles of the seconds from the first run of a challenge to its last submission."""
    return _lines(session, _TIMES, assessment=assessment_id, newest=NEWEST)


def sittings(session: Session, assessment_id: UUID) -> Sequence[Line]:
    """Quartiles of the seconds of whole sittings without breaks: with extra time, and without."""
    return _lines(session, _SITTINGS, assessment=assessment_id)


def way(session: Session, assessment_id: UUID) -> Mapping[str, int]:
    """How many came how far."""
    return _lines(session, _WAY, assessment=assessment_id)[0].values


def shown(session: Session, organisation_id: UUID, since: datetime) -> Mapping[str, int]:
    """How many started attempts of an organisation had a challenge, in any version, by slug."""
    found = _lines(session, _SHOWN, organisation=organisation_id, since=since)
    return {line.slug: line.count for line in found}


def spread(session: Session, assessment_id: UUID) -> tuple[int, ...]:
    """How many scores there are from 0 to 10, from 10 to 20 and so on to 100."""
    found = {line.bucket: line.count for line in _lines(session, _SPREAD, assessment=assessment_id)}
    return tuple(found.get(bucket, 0) for bucket in range(1, 11))
