-- Leavers at the top, between and below; last days just before, on and after the day of the report; managers of whom
-- everybody has left.
INSERT INTO person (person_id, full_name, manager_id, employment, left_on) VALUES
    (1, 'Founder Left', NULL, 'employee', '2020-03-31'),
    (2, 'Director', 1, 'employee', NULL),
    (3, 'Middle Left', 2, 'employee', '2026-06-29'),
    (4, 'Team Lead', 3, 'employee', '2026-06-30'),
    (5, 'Worker', 4, 'employee', '2026-07-01'),
    (6, 'Worker Left', 4, 'employee', '2026-06-29'),
    (7, 'All Left', 2, 'employee', NULL),
    (8, 'Gone', 7, 'employee', '2025-01-31'),
    (9, 'Gone Contractor', 7, 'contractor', '2026-06-29'),
    (10, 'Last Day', 3, 'contractor', '2026-06-30'),
    (11, 'Left With Team', 2, 'employee', '2026-01-31'),
    (12, 'Orphan', 11, 'employee', NULL);

INSERT INTO salary (person_id, effective_on, annual_salary)
SELECT person_id, date '2018-01-01', 30000 + 1000 * person_id FROM person WHERE employment = 'employee';
