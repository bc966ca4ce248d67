-- Titles with skewed numbers of loans; some stand on no shelf.
INSERT INTO title (name, shelf)
SELECT 'Title ' || n, CASE WHEN random() < 0.1 THEN NULL ELSE 'S-' || floor(random() * 40)::int END
FROM generate_series(1, 200 * current_setting('assessor.scale')::int) AS n
ORDER BY n;

INSERT INTO loan (title_id, lent_at, days, note)
SELECT id, timestamptz '2026-02-01 09:00+00' + random() * interval '120 days', 7 + floor(random() * 3)::int * 7,
    CASE WHEN random() < 0.05 THEN '' END
FROM title, generate_series(1, 1 + floor((random() + 0 * id) ^ 3 * 12)::int)
ORDER BY id, 2, 3;
