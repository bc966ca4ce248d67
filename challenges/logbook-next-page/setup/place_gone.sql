-- The entry at the place has been deleted since; another with a lower id has been dated anew, above the place.
INSERT INTO farm (farm_id, name) VALUES (1, 'Windpark Ost');

INSERT INTO entry (entry_id, farm_id, author, happened_at, note, removed_at)
SELECT n, 1, 'Chi', timestamp '2026-05-01' + interval '1 hour' * (n / 2), 'Entry ' || n, CASE WHEN n = 29 THEN timestamp '2026-06-01' END
FROM generate_series(1, 50) AS n
WHERE n <> 31;

UPDATE entry SET happened_at = '2026-05-20' WHERE entry_id = 25;

INSERT INTO place (reader_id, farm_id, happened_at, entry_id) VALUES (7, 1, '2026-05-01 15:00', 31);
