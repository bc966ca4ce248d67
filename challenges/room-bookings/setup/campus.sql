-- current_setting('assessor.scale') thousand bookings in 40 rooms; a few rooms have most of them.
SELECT count(add_room('Room ' || n, 2 + n % 15)) FROM generate_series(1, 40) AS n;
SELECT count(add_person('p' || n || '@mail.example', 'Person ' || n)) FROM generate_series(1, 200) AS n;
SELECT count(book(
    'Room ' || room,
    'p' || 1 + (n * 7) % 200 || '@mail.example',
    tstzrange(start, start + interval '15 minutes' * (1 + n % 4))
))
FROM (
    SELECT n, room,
           timestamptz '2031-01-01 00:00+00' + interval '1 hour' * row_number() OVER (PARTITION BY room ORDER BY n) AS start
    FROM (
        SELECT n, 1 + floor(40 * power(random(), 2))::integer AS room
        FROM generate_series(1, 1000 * current_setting('assessor.scale')::integer) AS n
    ) AS drawn
) AS placed;
