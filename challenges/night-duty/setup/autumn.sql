INSERT INTO shift VALUES
    (14, 'Cardiology', '2026-10-04', 2), (13, 'Cardiology', '2026-10-03', 1), (12, 'Cardiology', '2026-10-02', 2),
    (11, 'Cardiology', '2026-10-01', 1), (21, 'Oncology', '2026-10-01', 0);
INSERT INTO duty (shift_id, doctor) VALUES
    (14, 'Hal'), (14, 'Eve'), (13, 'Ida'), (12, 'Gus'), (12, 'Fay'), (12, 'Eve'), (11, 'Fay'), (11, 'Eve'), (21, 'Eve');
