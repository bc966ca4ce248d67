-- Right, but walks the tree again for every manager, each step through the whole table of people.
WITH RECURSIVE tree AS (
    SELECT person_id, full_name, left_on, 0 AS depth
    FROM person
    WHERE manager_id IS NULL OR manager_id = person_id
    UNION ALL
    SELECT p.person_id, p.full_name, p.left_on, t.depth + 1
    FROM tree t
    JOIN person p ON p.manager_id = t.person_id AND p.person_id <> t.person_id
)
SELECT t.person_id, t.full_name, t.depth, b.direct_reports, b.headcount, b.contractors, b.payroll
FROM tree t
CROSS JOIN LATERAL (
    WITH RECURSIVE below AS (
        SELECT person_id, employment, left_on, 1 AS level
        FROM person
        WHERE manager_id = t.person_id AND person_id <> t.person_id
        UNION ALL
        SELECT p.person_id, p.employment, p.left_on, x.level + 1
        FROM below x
        JOIN person p ON p.manager_id = x.person_id
    )
    SELECT count(*) AS everybody,
           count(*) FILTER (WHERE level = 1 AND here) AS direct_reports,
           count(*) FILTER (WHERE employment = 'employee' AND here) AS headcount,
           count(*) FILTER (WHERE employment = 'contractor' AND here) AS contractors,
           coalesce(sum((SELECT s.annual_salary
                         FROM salary s
                         WHERE s.person_id = below.person_id
                           AND s.effective_on = (SELECT max(effective_on)
                                                 FROM salary
                                                 WHERE person_id = below.person_id
                                                   AND effective_on <= '2026-06-30')))
                    FILTER (WHERE employment = 'employee' AND here), 0) AS payroll
    FROM below
    CROSS JOIN LATERAL (SELECT left_on IS NULL OR left_on >= '2026-06-30' AS here) AS l
) AS b
WHERE (t.left_on IS NULL OR t.left_on >= '2026-06-30')
  AND t.person_id IN (SELECT manager_id FROM person WHERE manager_id <> person_id)
ORDER BY t.depth, b.payroll DESC, t.person_id;
