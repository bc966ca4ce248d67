-- Tops with NULL and tops that are their own manager, with and without people; equal payrolls on one level.
INSERT INTO person (person_id, full_name, manager_id, employment, left_on) VALUES
    (1, 'Top Null', NULL, 'employee', NULL), (2, 'Top Self', 2, 'employee', NULL),
    (3, 'Top Alone', NULL, 'employee', NULL), (4, 'Self Alone', 4, 'employee', NULL),
    (9, 'One', 1, 'employee', NULL), (8, 'Two', 2, 'employee', NULL),
    (7, 'Three', 9, 'employee', NULL), (6, 'Four', 8, 'employee', NULL), (5, 'Five', 8, 'contractor', NULL);

INSERT INTO salary (person_id, effective_on, annual_salary)
SELECT person_id, date '2024-01-01', 50000 FROM person WHERE employment = 'employee';
