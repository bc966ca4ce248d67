-- 40 entries in three moments; the place is in the middle of one of them, and ids do not follow the times.
INSERT INTO farm (farm_id, name) VALUES (1, 'Windpark Ost'), (2, 'Windpark West');

INSERT INTO entry (entry_id, farm_id, author, happened_at, note, removed_at)
SELECT n, 1 + (n > 40)::int, 'Technician ' || n % 2, timestamp '2026-05-01' + interval '1 microsecond' * (n % 3), 'Entry ' || n,
       CASE WHEN n IN (16, 22) THEN timestamp '2026-06-01' END
FROM generate_series(1, 60) AS n;

INSERT INTO place (reader_id, farm_id, happened_at, entry_id) VALUES (7, 1, '2026-05-01 00:00:00.000001', 19);
