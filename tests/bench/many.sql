-- So many finished attempts at one assessment, as the application itself would have written them: candidates with
-- their invitations, events, runs, submissions, gradings and outcomes. What stands in brackets is given by tests.bench.staff.
create temporary table sat as
select n, gen_random_uuid() as candidate, gen_random_uuid() as invitation, gen_random_uuid() as attempt,
  now() - interval '700 days' * (n::float8 / %(attempts)s) - interval '2 hours' as began,
  -- The sum of four even draws is near enough to a bell: mean 0, deviation about 0.58.
  random() + random() + random() + random() - 2 as skill,
  case when n %% 25 = 0 then 25 when n %% 40 = 0 then 50 else 0 end as extra
from generate_series(1, %(attempts)s) n;

insert into candidate (id, organisation_id, name, email, created_at)
select candidate, %(organisation)s, 'Candidate ' || upper(substr(md5(n::text), 1, 6)) || ' ' || n,
  'candidate-' || n || '@mail.example', began - interval '6 days' from sat;

insert into invitation (id, organisation_id, assessment_id, candidate_id, token_sha256, expires_at, extra_time_percent, created_at)
select invitation, %(organisation)s, %(assessment)s, candidate, sha256(invitation::text::bytea), began + interval '8 days', extra,
  began - interval '6 days' from sat;

create temporary table item as
select ac.challenge_id, ac.position, c.slug, c.hash, c.spec from assessment_challenge ac join challenge c on c.id = ac.challenge_id
where ac.assessment_id = %(assessment)s;

create temporary table answer as
select gen_random_uuid() as submission, gen_random_uuid() as grading, s.attempt, s.n, s.began, i.challenge_id, i.position, i.slug, i.hash, i.spec,
  least(1, greatest(0, 0.6 - 0.1 * i.position + 0.35 * s.skill + 0.3 * (random() - 0.5))) as share
from sat s cross join item i
-- One in twelve leaves a challenge out.
where random() > 1.0 / 12;

create temporary table mark as
select a.grading, a.attempt, a.challenge_id, c.ordinality as position, c.value ->> 'id' as slug, c.value ->> 'title' as title,
  c.value -> 'competencies' as competencies, (c.value ->> 'points')::numeric as most,
  case when c.value ->> 'type' = 'work' then round(a.share::numeric * (c.value ->> 'points')::numeric, 2)
       when random() < a.share then (c.value ->> 'points')::numeric else 0 end as points
from answer a cross join jsonb_array_elements(a.spec -> 'check') with ordinality as c;
create temporary table scored as
select grading, attempt, challenge_id, round(100 * sum(points) / sum(most), 1) as score, sum(points) = sum(most) as whole from mark group by 1, 2, 3;
analyze sat, answer, mark, scored;

insert into attempt (id, organisation_id, invitation_id, assessment_id, candidate_id, state, consented_at, started_at, deadline_at,
  submitted_at, graded_at, score, created_at)
select s.attempt, %(organisation)s, s.invitation, %(assessment)s, s.candidate, 'graded', s.began - interval '10 minutes', s.began,
  s.began + interval '1 hour', s.began + interval '20 minutes' + random() * interval '40 minutes', s.began + interval '65 minutes',
  coalesce(t.score, 0), s.began - interval '6 days'
from sat s left join (select attempt, round(sum(score) / (select count(*) from item), 1) as score from scored group by 1) t on t.attempt = s.attempt;

insert into submission (id, attempt_id, challenge_id, idempotency_key, text, text_sha256, receipt, source, submitted_at)
select submission, attempt, challenge_id, submission::text, words, encode(sha256(words::bytea), 'hex'), substr(md5(submission::text), 1, 16),
  'candidate', began + position * interval '12 minutes'
from answer, lateral (select repeat('SELECT account_id, name, count(*) FROM invoice GROUP BY 1, 2 -- ', 12) || n as words) t;

insert into grading (id, submission_id, grader_version, generation, verdict, score, message, provenance, tries, seconds, created_at, finished_at)
select a.grading, a.submission, '1', 1, case when s.whole then 'passed' else 'failed' end, s.score, '',
  jsonb_build_object('pack_hash', a.hash, 'grader_version', '1', 'provider', 'docker', 'image', 'sha256:' || md5(a.hash), 'server_version', 180000,
    'settings', '{}'::jsonb, 'seed', md5(a.slug)), 1, 4.2, a.began + interval '1 hour', a.began + interval '65 minutes'
from answer a join scored s using (grading);

insert into check_outcome (grading_id, position, check_slug, title, competencies, verdict, points, max_points, message, evidence)
select grading, position, slug, title, competencies, case when points = most then 'passed' else 'failed' end, points, most,
  case when points = most then 'As the reference.' else 'Differs from the reference where invoices are paid twice.' end,
  jsonb_build_object('datasets', jsonb_build_array(jsonb_build_object('name', slug, 'verdict', 'passed', 'rule', 'equal', 'shows', title)))
from mark;

insert into run (id, attempt_id, challenge_id, text, started_at, duration_ms, outcome, summary)
select gen_random_uuid(), attempt, challenge_id, 'SELECT count(*) FROM invoice WHERE id > ' || r, began + position * interval '12 minutes' - r * interval '2 minutes',
  3 + 40 * random(), 'ok', '1 row' from answer, generate_series(1, 3) r;

insert into event (attempt_id, kind, at, data)
select attempt, e.kind, began + e.after, '{}' from sat,
  (values ('invited', interval '-6 days'), ('opened', interval '-20 minutes'), ('consented', interval '-10 minutes'), ('started', interval '0'),
          ('finished', interval '58 minutes'), ('graded', interval '65 minutes')) e (kind, after);
insert into event (attempt_id, kind, at, data)
select attempt, 'submitted', began + position * interval '12 minutes', jsonb_build_object('slug', slug) from answer;
