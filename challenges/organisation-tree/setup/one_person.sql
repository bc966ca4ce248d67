INSERT INTO person (person_id, full_name, manager_id, employment, left_on) VALUES (1, 'Only One', 1, 'employee', NULL);

INSERT INTO salary (person_id, effective_on, annual_salary) VALUES (1, '2026-01-01', 1000);
