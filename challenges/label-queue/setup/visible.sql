INSERT INTO job (job_id, parcel, priority, due) VALUES
    (1, 'AT-1001', 0, '2026-06-01 08:00+00'), (2, 'AT-1002', 0, '2026-06-01 08:00+00'),
    (3, 'DE-2001', 5, '2026-06-01 08:00+00'), (4, 'AT-1003', 0, '2026-06-01 08:30+00');
INSERT INTO job (job_id, parcel, state, due, attempts) VALUES (5, 'DE-2000', 'done', '2026-06-01 07:00+00', 1);
INSERT INTO job VALUES
    (6, 'FR-3001', 0, 'claimed', '2026-06-01 07:30+00', 1, 'p-old', '2026-06-01 09:02+00');
