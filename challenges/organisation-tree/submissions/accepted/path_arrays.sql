-- The way from the top kept as an array; unnested, it says for everybody who is above.
WITH RECURSIVE tree AS (
    -- From the top down: who is above or inside a loop is never reached. path: everybody above, the root first.
    SELECT person_id, 0 AS depth, ARRAY[]::integer[] AS path
    FROM person
    WHERE manager_id IS NULL OR manager_id = person_id
    UNION ALL
    SELECT p.person_id, t.depth + 1, t.path || t.person_id
    FROM tree AS t
    JOIN person AS p ON p.manager_id = t.person_id AND p.person_id <> t.person_id
),
member AS (
    -- Everybody with their present salary. People who have left stay, for those below them, but count 0.
    SELECT t.person_id, t.depth, t.path, p.full_name, p.manager_id, p.employment, s.annual_salary,
           p.left_on IS NULL OR p.left_on >= date '2026-06-30' AS is_active
    FROM tree AS t
    JOIN person AS p ON p.person_id = t.person_id
    LEFT JOIN (
        SELECT DISTINCT ON (person_id) person_id, annual_salary
        FROM salary
        WHERE effective_on <= date '2026-06-30'
        ORDER BY person_id, effective_on DESC
    ) AS s ON s.person_id = t.person_id
),
total AS (
    SELECT above.person_id,
           count(*) FILTER (WHERE m.is_active AND m.path[m.depth] = above.person_id) AS direct_reports,
           count(*) FILTER (WHERE m.is_active AND m.employment = 'employee') AS headcount,
           count(*) FILTER (WHERE m.is_active AND m.employment = 'contractor') AS contractors,
           COALESCE(sum(m.annual_salary) FILTER (WHERE m.is_active AND m.employment = 'employee'), 0) AS payroll
    FROM member AS m
    CROSS JOIN LATERAL unnest(m.path) AS above (person_id)
    GROUP BY above.person_id
)
SELECT m.person_id, m.full_name, m.depth, t.direct_reports, t.headcount, t.contractors, t.payroll
FROM total AS t
JOIN member AS m ON m.person_id = t.person_id
WHERE m.is_active
ORDER BY m.depth, t.payroll DESC, m.person_id;
