-- After the place come seven with a time, of which one is of 1970, then more without one than the page can hold.
INSERT INTO farm (farm_id, name) VALUES (1, 'Windpark Ost'), (2, 'Windpark West');

INSERT INTO entry (entry_id, farm_id, author, happened_at, note, removed_at)
SELECT n, 1, NULL, timestamp '2026-05-01' + interval '1 day' * n, 'Entry ' || n, NULL FROM generate_series(31, 38) AS n;

INSERT INTO entry (entry_id, farm_id, author, happened_at, note, removed_at)
SELECT n, 1 + (n % 9 = 0)::int, 'Eva', NULL, 'Entry ' || n, CASE WHEN n % 8 = 0 THEN timestamp '2026-06-01' END
FROM generate_series(1, 44) AS n
WHERE n <> 15 AND n NOT BETWEEN 31 AND 38;

INSERT INTO entry (entry_id, farm_id, author, happened_at, note) VALUES (15, 1, NULL, '1970-01-01', 'Clock lost');

INSERT INTO place (reader_id, farm_id, happened_at, entry_id) VALUES (7, 1, '2026-06-07', 37);
