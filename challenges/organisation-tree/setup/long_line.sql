-- A line of 15 managers, each with two or three more people; ids fall towards the bottom.
INSERT INTO person (person_id, full_name, manager_id, employment, left_on)
SELECT 1000 - 10 * n, 'Head ' || n, CASE WHEN n > 0 THEN 1010 - 10 * n END, 'employee', NULL
FROM generate_series(0, 14) AS n;

INSERT INTO person (person_id, full_name, manager_id, employment, left_on)
SELECT 1000 - 10 * n + k, 'Hand ' || n || k, 1000 - 10 * n, CASE WHEN k = 3 THEN 'contractor' ELSE 'employee' END, NULL
FROM generate_series(0, 14) AS n, generate_series(1, 2 + n % 2) AS k;

INSERT INTO salary (person_id, effective_on, annual_salary)
SELECT person_id, date '2022-01-01' + person_id % 30, 40000 + person_id * 10
FROM person
WHERE employment = 'employee';
