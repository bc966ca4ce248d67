-- Pairs carried down from the tops together with the depth; the salary by row_number.
WITH RECURSIVE tops AS (
    SELECT person_id FROM person WHERE coalesce(manager_id, person_id) = person_id
), tree AS (
    SELECT person_id, NULL::int AS boss, 0 AS lvl FROM tops
    UNION ALL
    SELECT p.person_id, p.manager_id, t.lvl + 1
    FROM person p JOIN tree t ON t.person_id = p.manager_id
    WHERE p.person_id NOT IN (SELECT person_id FROM tops)
), closure AS (
    SELECT person_id AS top, person_id, lvl FROM tree
    UNION ALL
    SELECT c.top, t.person_id, c.lvl FROM closure c JOIN tree t ON t.boss = c.person_id
), now_paid AS (
    SELECT person_id, annual_salary FROM (
        SELECT *, row_number() OVER (PARTITION BY person_id ORDER BY effective_on DESC) AS rn
        FROM salary WHERE effective_on < '2026-07-01') x
    WHERE rn = 1
), staff AS (
    SELECT p.*, CASE employment WHEN 'employee' THEN coalesce(annual_salary, 0) ELSE 0 END AS pay
    FROM person p LEFT JOIN now_paid USING (person_id)
    WHERE coalesce(left_on, 'infinity') >= '2026-06-30'
)
SELECT m.person_id, m.full_name, c.lvl,
       count(*) FILTER (WHERE s.manager_id = m.person_id),
       count(*) FILTER (WHERE s.employment = 'employee'),
       count(*) FILTER (WHERE s.employment = 'contractor'),
       coalesce(sum(s.pay), 0)
FROM closure c
JOIN staff m ON m.person_id = c.top
LEFT JOIN staff s ON s.person_id = c.person_id
WHERE c.person_id <> c.top
GROUP BY 1, 2, 3
ORDER BY 3, 7 DESC, 1;
