-- Not one salary is on file.
INSERT INTO person (person_id, full_name, manager_id, employment, left_on) VALUES
    (2, 'Boss', NULL, 'employee', NULL), (1, 'Helper', 2, 'employee', NULL);
