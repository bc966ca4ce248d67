INSERT INTO patient VALUES
    (10, 7, 'Dora Falk', 'F-1'), (11, 7, 'Emil Grau', NULL), (12, 8, 'Finn Hall', 'H-1'), (13, 8, 'Gita Iyer', 'I-1'),
    (14, 9, 'Hugo Jahn', 'J-1');
INSERT INTO visit VALUES
    (100, 7, 10, '2026-01-05', 'migraine'), (101, 7, 10, '2026-01-20', 'better'), (102, 7, 11, '2026-02-03', NULL),
    (103, 8, 12, '2026-01-07', 'fracture'), (104, 8, 13, '2026-02-11', 'asthma'), (105, 9, 14, '2026-02-12', 'eczema');
