-- Contractors who manage, contractors only, and a contractor with salary rows from earlier employment.
INSERT INTO person (person_id, full_name, manager_id, employment, left_on) VALUES
    (1, 'Contracted Top', NULL, 'contractor', NULL),
    (2, 'Employee', 1, 'employee', NULL), (3, 'Agency Lead', 1, 'contractor', NULL),
    (4, 'Agency', 3, 'contractor', NULL), (5, 'Agency', 3, 'contractor', NULL),
    (6, 'Once Employed', 2, 'contractor', NULL), (7, 'Employee', 3, 'employee', NULL);

INSERT INTO salary (person_id, effective_on, annual_salary) VALUES
    (1, '2020-01-01', 99000), (2, '2021-01-01', 50000), (6, '2019-01-01', 47000), (7, '2023-01-01', 52000.75);
