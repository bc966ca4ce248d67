-- Some meters report far more than others, and some days nothing came.
INSERT INTO reading
SELECT
    n,
    1 + floor(500 * random() ^ 2)::integer,
    DATE '2024-01-01' + (n * 700 / current_setting('assessor.scale')::integer),
    CASE WHEN random() < 0.95 THEN floor(30000 * random())::integer END
FROM generate_series(1, current_setting('assessor.scale')::integer) AS n;
