-- One company of 40: everybody has a manager with a lower id, nobody has left, two contractors at the bottom, a
-- history of rises; names occur twice.
INSERT INTO person (person_id, full_name, manager_id, employment, left_on)
SELECT n,
       'Person ' || n % 29,
       CASE WHEN n > 1 THEN (n + 2) / 4 END,
       CASE WHEN n IN (33, 38) THEN 'contractor' ELSE 'employee' END,
       NULL
FROM generate_series(1, 40) AS n;

INSERT INTO salary (person_id, effective_on, annual_salary)
SELECT n, (date '2019-04-01' + k * interval '1 year' + n * interval '3 days')::date, 60000 - 500 * n + 1500 * k
FROM generate_series(1, 40) AS n, generate_series(0, n % 6) AS k
WHERE n NOT IN (33, 38);
