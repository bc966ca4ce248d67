INSERT INTO job (job_id, parcel, priority, due, attempts)
SELECT 100 + n, 'X-' || n, CASE WHEN n IN (4, 7) THEN 3 ELSE 1 END, '2026-06-01 20:00+00', n % 2
FROM generate_series(1, 10) AS n;
INSERT INTO job (job_id, parcel, priority, due) VALUES
    (120, 'Y-1', 9, '2026-06-01 22:00+00'), (121, 'Y-2', 9, '2026-06-01 23:00+00');
INSERT INTO job VALUES
    (130, 'Z-1', 8, 'claimed', '2026-06-01 19:00+00', 1, 'ann', '2026-06-01 21:30+00'),
    (131, 'Z-2', 8, 'claimed', '2026-06-01 19:00+00', 3, 'bob', '2026-06-01 21:00+00'),
    (132, 'Z-3', 8, 'done', '2026-06-01 19:00+00', 1, NULL, NULL),
    (133, 'Z-4', 8, 'dead', '2026-06-01 19:00+00', 3, NULL, NULL),
    (134, 'Z-5', 8, 'claimed', '2026-06-01 19:00+00', 2, 'cyd', '2026-06-01 23:30+00');
