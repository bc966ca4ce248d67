WITH RECURSIVE tree AS (
    -- From the tops down, so that loops and what hangs below them are never reached. boss: NULL at the top.
    SELECT person_id, 0 AS depth, NULL::integer AS boss
    FROM person
    WHERE manager_id IS NULL OR manager_id = person_id
    UNION ALL
    SELECT p.person_id, t.depth + 1, t.person_id
    FROM tree AS t
    JOIN person AS p ON p.manager_id = t.person_id AND p.person_id <> t.person_id
),
pair AS (
    -- Everybody with everybody above them.
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
    -- Who counts, and what they are paid now. A contractor's salary row would be a mistake; it counts nothing.
    SELECT p.person_id, p.full_name, t.depth, t.boss, p.employment,
           CASE WHEN p.employment = 'employee' THEN s.annual_salary END AS salary
    FROM tree AS t
    JOIN person AS p ON p.person_id = t.person_id
    LEFT JOIN (
        SELECT DISTINCT ON (person_id) person_id, annual_salary
        FROM salary
        WHERE effective_on <= date '2026-06-30'
        ORDER BY person_id, effective_on DESC
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
