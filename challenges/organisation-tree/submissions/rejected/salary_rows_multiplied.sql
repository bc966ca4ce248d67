-- Joins every salary row: people with a history are counted and paid several times.
WITH RECURSIVE tree AS (
    SELECT person_id, 0 AS depth, NULL::integer AS boss
    FROM person
    WHERE manager_id IS NULL OR manager_id = person_id
    UNION ALL
    SELECT p.person_id, t.depth + 1, t.person_id
    FROM tree AS t
    JOIN person AS p ON p.manager_id = t.person_id AND p.person_id <> t.person_id
),
pair AS (
    SELECT boss AS above, person_id
    FROM tree
    WHERE boss IS NOT NULL
    UNION ALL
    SELECT t.boss, pair.person_id
    FROM pair
    JOIN tree AS t ON t.person_id = pair.above
    WHERE t.boss IS NOT NULL
),
present AS (
    SELECT p.person_id, p.full_name, t.depth, t.boss, p.employment,
           CASE WHEN p.employment = 'employee' THEN s.annual_salary END AS salary
    FROM tree AS t
    JOIN person AS p ON p.person_id = t.person_id
    LEFT JOIN (
        SELECT person_id, annual_salary
        FROM salary
        WHERE effective_on <= date '2026-06-30'
    ) AS s ON s.person_id = t.person_id
    WHERE p.left_on IS NULL OR p.left_on >= date '2026-06-30'
)
SELECT m.person_id,
       m.full_name,
       m.depth,
       count(b.person_id) FILTER (WHERE b.boss = m.person_id) AS direct_reports,
       count(b.person_id) FILTER (WHERE b.employment = 'employee') AS headcount,
       count(b.person_id) FILTER (WHERE b.employment = 'contractor') AS contractors,
       COALESCE(sum(b.salary), 0) AS payroll
FROM pair
JOIN present AS m ON m.person_id = pair.above
LEFT JOIN present AS b ON b.person_id = pair.person_id
GROUP BY m.person_id, m.full_name, m.depth
ORDER BY m.depth, payroll DESC, m.person_id;
