-- assessor.scale = hundreds of entries. One farm has more than half of all; entries come in bursts with the same time,
-- late, without a time, with the time of a lost clock; some are removed. Reader 7 is far down the largest logbook.
INSERT INTO farm (farm_id, name)
SELECT n, 'Windpark ' || n FROM generate_series(1, 8) AS n;

-- Numbered as they were entered, a few each quarter of an hour.
INSERT INTO entry (entry_id, farm_id, author, happened_at, note, removed_at)
SELECT n,
       1 + floor(8 * power(f, 4))::int,
       (ARRAY['Ada Berg', 'Bo Lund', 'Chi Voss', 'Dirk Berg', 'Eva Lund', 'Finn'])[1 + floor(11 * t)::int],
       CASE WHEN h < 0.03 THEN NULL
            WHEN h < 0.032 THEN timestamp '1970-01-01' + interval '1 minute' * floor(20 * late)
            WHEN h < 0.25 THEN entered - interval '15 minutes' * floor(200 * power(late, 3))
            ELSE entered END,
       (ARRAY['Pitch fault, reset.', 'Inspected blades.', 'Wind above limit, stopped.', 'Back on grid.', 'Oil changed.',
              'Ice on blades.', 'Yaw error.'])[1 + floor(7 * k)::int],
       CASE WHEN r < 0.04 THEN entered + interval '2 days' END
FROM (
    SELECT n, random() AS f, random() AS t, random() AS h, random() AS late, random() AS k, random() AS r,
           timestamp '2026-08-31 23:45' - interval '15 minutes' * ((100 * current_setting('assessor.scale')::int - n) / 5) AS entered
    FROM generate_series(1, 100 * current_setting('assessor.scale')::int) AS n
    OFFSET 0
) AS x;

INSERT INTO place (reader_id, farm_id, happened_at, entry_id)
SELECT 7, farm_id, happened_at, entry_id
FROM entry
WHERE farm_id = 1 AND removed_at IS NULL AND happened_at IS NOT NULL
ORDER BY happened_at DESC, entry_id DESC
OFFSET (SELECT 6 * count(*) / 10 FROM entry WHERE farm_id = 1 AND removed_at IS NULL)
LIMIT 1;

INSERT INTO place (reader_id, farm_id, happened_at, entry_id) VALUES (6, 2, NULL, 17), (8, 1, '2026-08-31 12:00', 40);
