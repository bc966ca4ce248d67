-- Cuts, planned rises, rises on the day, unpaid leave now and earlier, equal salaries, no salary at all, only a planned one.
INSERT INTO person (person_id, full_name, manager_id, employment, left_on)
SELECT n, 'P' || n, CASE WHEN n > 1 THEN CASE WHEN n <= 3 THEN 1 ELSE 2 + n % 2 END END, 'employee', NULL
FROM generate_series(1, 13) AS n;

INSERT INTO salary (person_id, effective_on, annual_salary) VALUES
    (1, '2020-01-01', 100000),
    (2, '2020-01-01', 80000), (2, '2025-01-01', 60000),
    (3, '2020-01-01', 70000), (3, '2026-07-01', 90000),
    (4, '2020-01-01', 40000), (4, '2026-06-30', 44000),
    (5, '2020-01-01', 41000), (5, '2026-06-29', 45000.45),
    (6, '2020-01-01', 42000), (6, '2026-02-01', NULL),
    (7, '2020-01-01', NULL), (7, '2021-01-01', 43000),
    (8, '2027-01-01', 50000),
    (10, '2020-01-01', 38000), (12, '2021-01-01', 38000),
    (11, '2020-01-01', 0), (13, '2020-01-01', 39000), (13, '2026-04-01', NULL), (13, '2026-09-01', 39000);
