-- A few regions have most shipments; weights are unknown for some, and some never arrived.
INSERT INTO shipment
SELECT
    n,
    'R' || floor(40 * random() ^ 4)::integer,
    DATE '2020-01-01' + (n * 2000 / current_setting('assessor.scale')::integer),
    CASE WHEN random() < 0.9 THEN round((random() * 40)::numeric, 2) END,
    CASE WHEN random() < 0.95 THEN DATE '2020-01-04' + (n * 2000 / current_setting('assessor.scale')::integer) END
FROM generate_series(1, current_setting('assessor.scale')::integer) AS n;
