-- Beside the generated people: a small company with every case that the statement speaks of.
INSERT INTO person (person_id, full_name, manager_id, employment, left_on) VALUES
    (10, 'Vera Sundberg', 10, 'employee', NULL),
    (11, 'Walt Ferrari', 10, 'employee', '2025-12-31'),
    (12, 'Xenia Huber', 11, 'employee', NULL),
    (13, 'Yusuf Ito', 11, 'contractor', NULL),
    (14, 'Zoe Evans', 12, 'employee', '2026-06-30'),
    (15, 'Zoe Evans', 12, 'employee', '2026-06-29'),
    (16, 'Arlo Dietz', 13, 'employee', NULL),
    (17, 'Britt Jensen', 16, 'employee', '2024-02-29'),
    (20, 'Loop One', NULL, 'employee', NULL),
    (21, 'Loop Two', 20, 'employee', NULL),
    (22, 'Below The Loop', 21, 'employee', NULL);

UPDATE person SET manager_id = 21 WHERE person_id = 20;

INSERT INTO salary (person_id, effective_on, annual_salary) VALUES
    (10, '2020-01-01', 90000), (10, '2024-01-01', 120000), (10, '2026-07-01', 150000),
    (11, '2019-05-01', 70000),
    (12, '2022-03-01', 64000), (12, '2026-06-30', 66000.50),
    (14, '2021-01-01', 52000), (14, '2025-01-01', 48000),
    (15, '2021-01-01', 51000),
    (16, '2020-02-01', 45000), (16, '2026-05-01', NULL),
    (20, '2020-02-01', 60000), (21, '2020-02-01', 60000), (22, '2020-02-01', 60000);
