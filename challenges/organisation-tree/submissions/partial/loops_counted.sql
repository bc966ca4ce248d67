-- Walks up from everybody; UNION keeps loops from running for ever, but their people are reported.
WITH RECURSIVE pair AS (
    SELECT person_id, manager_id AS above, 1 AS steps FROM person WHERE manager_id <> person_id
    UNION
    SELECT pair.person_id, p.manager_id, pair.steps + 1
    FROM pair JOIN person p ON p.person_id = pair.above
    WHERE p.manager_id <> p.person_id AND pair.steps < 60
),
once AS (
    SELECT DISTINCT person_id, above FROM pair WHERE above <> person_id
),
depths AS (
    SELECT person_id, count(*)::int AS depth FROM once GROUP BY person_id
),
present AS (
    SELECT p.*, coalesce(d.depth, 0) AS depth,
           CASE WHEN employment = 'employee' THEN
               (SELECT annual_salary FROM salary s
                WHERE s.person_id = p.person_id AND effective_on <= '2026-06-30'
                ORDER BY effective_on DESC LIMIT 1) END AS pay
    FROM person p LEFT JOIN depths d USING (person_id)
    WHERE left_on IS NULL OR left_on >= '2026-06-30'
)
SELECT m.person_id, m.full_name, m.depth,
       count(*) FILTER (WHERE b.manager_id = m.person_id),
       count(*) FILTER (WHERE b.employment = 'employee'),
       count(*) FILTER (WHERE b.employment = 'contractor'),
       coalesce(sum(b.pay), 0) AS payroll
FROM once
JOIN present m ON m.person_id = once.above
LEFT JOIN present b ON b.person_id = once.person_id
GROUP BY 1, 2, 3
ORDER BY 3, payroll DESC, 1;
