INSERT INTO patient VALUES (1, 1, 'Ana Reyes', 'A-100'), (2, 1, 'Ben Okoye', 'A-101'), (3, 2, 'Chen Li', 'B-200');
INSERT INTO visit VALUES
    (1, 1, 1, '2026-03-02', 'cough'), (2, 1, 2, '2026-03-09', 'sprain'), (3, 2, 3, '2026-03-10', 'check-up');
