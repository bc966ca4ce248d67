"""Which submission to a challenge counts, where whole assessments are read: assessor.domain.answers.counting in SQL.

A query takes `best`: whether the best counts, or the last. Of answers that people score the last always does.
"""

from __future__ import annotations

COUNTED = """
select distinct on (attempt_id, challenge_id) attempt_id, challenge_id, submitted_at, grading_id, verdict, score
from (
  select s.id, s.attempt_id, s.challenge_id, s.submitted_at, g.id as grading_id, g.verdict, g.score,
    :best and not coalesce(bool_or(g.for_people) over (partition by s.attempt_id, s.challenge_id), false) as by_score
  from submission s
  left join lateral (
    select n.id, n.verdict, n.score, :best and exists (
      select from check_outcome o where o.grading_id = n.id and jsonb_exists(o.evidence, 'criterion')) as for_people
    from grading n where n.submission_id = s.id order by n.generation desc, n.created_at desc limit 1
  ) g on true
  where s.attempt_id in (select id from sat)
) newest
order by attempt_id, challenge_id,
  case when not by_score then 0 when verdict is null then 101 when verdict = 'could-not-grade' then -1 else score end
    desc, submitted_at desc, id desc
"""
"""The counting submission of each attempt in `sat` (id) to each challenge, with its newest grading: `verdict` is null
before there is one."""
