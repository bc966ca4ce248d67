-- Times all differ; 30 entries are left after the place, and a few without a time; other logbooks, other readers.
INSERT INTO farm (farm_id, name) VALUES (1, 'Windpark Ost'), (2, 'Windpark West');

INSERT INTO entry (entry_id, farm_id, author, happened_at, note, removed_at)
SELECT n, 1 + (n % 7 = 0)::int, CASE WHEN n % 3 > 0 THEN 'Technician ' || n % 4 END,
       timestamp '2026-05-01' + interval '1 hour' * ((n * 37) % 101), 'Entry ' || n,
       CASE WHEN n % 10 = 3 THEN timestamp '2026-06-01' END
FROM generate_series(1, 80) AS n;

INSERT INTO entry (entry_id, farm_id, author, happened_at, note) VALUES
    (101, 1, 'Technician 1', NULL, 'No time'), (102, 1, NULL, NULL, 'No time either');

INSERT INTO place (reader_id, farm_id, happened_at, entry_id)
SELECT 7, farm_id, happened_at, entry_id FROM entry WHERE farm_id = 1 AND removed_at IS NULL
ORDER BY happened_at DESC NULLS LAST, entry_id DESC OFFSET 24 LIMIT 1;

INSERT INTO place (reader_id, farm_id, happened_at, entry_id) VALUES
    (6, 1, '2026-05-05 00:00', 20), (8, 2, '2026-05-05 00:00', 21);
