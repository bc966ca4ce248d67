-- Most parcels go to few cities; some were never weighed, and some cities are not known.
INSERT INTO parcel (id, city, weight_g)
SELECT n, CASE WHEN n % 11 <> 0 THEN (ARRAY['Malmo', 'Malmo', 'Malmo', 'Lund', 'Ystad'])[1 + floor(5 * random())::integer] END,
       CASE WHEN random() > 0.03 THEN 50 + floor(9000 * random() ^ 3)::integer END
FROM generate_series(1, 5000) AS n;

-- All but the last 300 are done; those are due tomorrow.
INSERT INTO label_job (id, parcel_id, carrier, status, due_at, printed_at)
SELECT n, 1 + floor(5000 * random() ^ 2)::integer, (ARRAY['north', 'north', 'canal', 'hill'])[1 + floor(4 * random())::integer],
       CASE WHEN n > last - 300 THEN 'waiting' WHEN n % 97 = 0 THEN 'failed' ELSE 'printed' END,
       CASE WHEN n > last - 300 THEN timestamptz '2026-11-23 06:00+00' + n % 300 * interval '1 minute'
            ELSE timestamptz '2026-11-01 06:00+00' + n * interval '25 seconds' END,
       CASE WHEN n <= last - 300 AND n % 97 <> 0 THEN timestamptz '2026-11-01 06:02+00' + n * interval '25 seconds' END
FROM (SELECT 10000 * current_setting('assessor.scale')::integer) AS size (last), generate_series(1, last) AS n;
SELECT setval(pg_get_serial_sequence('label_job', 'id'), (SELECT max(id) FROM label_job));
