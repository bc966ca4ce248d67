-- The last entry shown has no time: only those without a time and with lower ids follow. Clocks say odd things.
INSERT INTO farm (farm_id, name) VALUES (1, 'Windpark Ost'), (2, 'Windpark West');

INSERT INTO entry (entry_id, farm_id, author, happened_at, note, removed_at)
SELECT n, 1 + (n % 11 = 0)::int, 'Bo', CASE WHEN n % 3 = 0 THEN timestamp '2026-05-01' + interval '1 hour' * n END, 'Entry ' || n,
       CASE WHEN n % 13 = 0 THEN timestamp '2026-06-01' END
FROM generate_series(1, 60) AS n;

INSERT INTO entry (entry_id, farm_id, author, happened_at, note) VALUES
    (70, 1, NULL, '1970-01-01', 'Clock lost'), (5000, 1, NULL, '0001-01-01', 'Clock lost wholly'),
    (71, 1, NULL, '1969-12-31 23:59', 'Clock lost');

INSERT INTO place (reader_id, farm_id, happened_at, entry_id) VALUES (7, 1, NULL, 46);
