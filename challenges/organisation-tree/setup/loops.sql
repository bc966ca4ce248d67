-- Loops of two and of three with people below them, beside a tree that is well.
INSERT INTO person (person_id, full_name, manager_id, employment, left_on) VALUES
    (1, 'Top', NULL, 'employee', NULL), (2, 'Middle', 1, 'employee', NULL), (3, 'Bottom', 2, 'employee', NULL),
    (11, 'Two A', NULL, 'employee', NULL), (12, 'Two B', 11, 'employee', NULL), (13, 'Below Two', 12, 'employee', NULL),
    (21, 'Three A', NULL, 'employee', NULL), (22, 'Three B', 21, 'employee', NULL), (23, 'Three C', 22, 'contractor', NULL),
    (24, 'Below Three', 22, 'employee', NULL), (25, 'Further Below', 24, 'employee', NULL);

UPDATE person SET manager_id = 12 WHERE person_id = 11;
UPDATE person SET manager_id = 23 WHERE person_id = 21;

INSERT INTO salary (person_id, effective_on, annual_salary)
SELECT person_id, date '2024-01-01', 40000 + 100 * person_id FROM person WHERE employment = 'employee';
