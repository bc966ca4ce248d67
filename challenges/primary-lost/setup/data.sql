-- Members with skewed numbers of trips, ended and paid some time ago.
INSERT INTO member (name, city)
SELECT 'Member ' || n, CASE WHEN random() < 0.1 THEN NULL ELSE (ARRAY['Lyon', 'Gent', 'Graz'])[1 + floor(random() * 3)::int] END
FROM generate_series(1, 150 * current_setting('assessor.scale')::int) AS n
ORDER BY n;

INSERT INTO trip (member_id, unlocked_at, minutes, fee)
SELECT id, timestamptz '2026-04-02 05:00+00' + random() * interval '90 days', minutes, round(1 + minutes * 0.26, 2)
FROM member, LATERAL (
    SELECT 1 + floor(random() ^ 2 * 240)::int AS minutes FROM generate_series(1, 1 + floor((random() + 0 * id) ^ 3 * 10)::int)
) AS driven
ORDER BY id, 2;

INSERT INTO payment SELECT id, unlocked_at + minutes * interval '1 minute', fee FROM trip WHERE id % 9 <> 4 ORDER BY id;
