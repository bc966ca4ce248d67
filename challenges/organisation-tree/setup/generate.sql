-- assessor.scale = hundreds of people. One in twelve manages others: a tree that is wide at the bottom, 6 levels
-- deep on average and 13 at most, with a few companies at its top. Ids are scattered, so that they say nothing of the hierarchy.
INSERT INTO person (person_id, full_name, manager_id, employment, left_on)
SELECT 1000 + n,
       (ARRAY['Ada', 'Bram', 'Cem', 'Dana', 'Edda', 'Femi', 'Gita', 'Hugo', 'Ines', 'Jan', 'Kira', 'Luc'])[1 + floor(f * 12)::int]
           || ' ' ||
       (ARRAY['Abel', 'Baker', 'Costa', 'Dietz', 'Evans', 'Ferrari', 'Garcia', 'Huber', 'Ito', 'Jensen'])[1 + floor(l * 10)::int],
       NULL,
       CASE WHEN c < 0.15 AND n > 40 THEN 'contractor' ELSE 'employee' END,
       CASE WHEN d < 0.10 AND n > 4 THEN date '2026-06-30' - 1 - floor(x * 1500)::int
            WHEN d < 0.11 THEN date '2026-06-30' + floor(x * 60)::int END
FROM (
    SELECT n, random() AS f, random() AS l, random() AS c, random() AS d, random() AS x
    FROM generate_series(1, 100 * current_setting('assessor.scale')::int) AS n
) AS p;

-- The manager is somebody earlier, out of one in twelve, rather a near one than a far one.
UPDATE person AS p
SET manager_id = m.manager_id
FROM (
    SELECT 1000 + n AS person_id,
           CASE WHEN n <= 3 THEN NULL
                WHEN n = 4 THEN 1004
                WHEN n <= 12 THEN 1000 + 1 + floor(r * 4)::int
                ELSE 1001 + 12 * floor(((n - 1) / 12) * power(r, 1.6))::int END AS manager_id
    FROM (
        SELECT n, random() AS r
        FROM generate_series(1, 100 * current_setting('assessor.scale')::int) AS n
    ) AS g
) AS m
WHERE m.person_id = p.person_id;

-- Employees have a history of salaries, some with a planned rise, some on unpaid leave; a few have none at all.
INSERT INTO salary (person_id, effective_on, annual_salary)
SELECT person_id,
       date '2026-09-01' - 30 * ((person_id * 7) % 4) - 80 * k,
       CASE WHEN random() < 0.03 THEN NULL
            ELSE 30000 + 100 * floor(400 * power(random(), 3)) + 600 * (29 - k) END
FROM (SELECT person_id FROM person WHERE employment = 'employee' AND person_id % 50 <> 0 ORDER BY person_id) AS p
CROSS JOIN generate_series(0, 28) AS k
WHERE k <= 3 + person_id % 26;
