INSERT INTO shift VALUES (1, 'Surgery', '2026-07-03', 1), (2, 'Surgery', '2026-07-04', 2), (3, 'Maternity', '2026-07-03', 1);
INSERT INTO duty VALUES
    (1, 'Ada', NULL), (1, 'Bo', 'on the phone'), (2, 'Ada', NULL), (2, 'Cleo', NULL), (3, 'Dag', NULL);
