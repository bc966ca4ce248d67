-- Fewer entries are left than a page holds.
INSERT INTO farm (farm_id, name) VALUES (1, 'Windpark Ost'), (3, 'Windpark Süd');

INSERT INTO entry (entry_id, farm_id, author, happened_at, note, removed_at)
SELECT n, 3, 'Dirk', timestamp '2026-05-01' + interval '1 hour' * n, 'Entry ' || n, CASE WHEN n = 2 THEN timestamp '2026-06-01' END
FROM generate_series(1, 40) AS n;

INSERT INTO entry (entry_id, farm_id, author, happened_at, note) VALUES (41, 1, 'Eva', '2026-05-01 03:30', 'Elsewhere'), (42, 1, NULL, NULL, 'No time');

INSERT INTO place (reader_id, farm_id, happened_at, entry_id) VALUES (7, 3, '2026-05-01 05:00', 5);
