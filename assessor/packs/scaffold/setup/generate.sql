-- 1,000 visits for each step of the scale; random() is seeded from assessor.seed. Every shop has a visit here.
INSERT INTO shop (shop_id, city)
SELECT n, 'City ' || n % 7
FROM generate_series(1, 40) AS n;

INSERT INTO visit (visit_id, shop_id, visited_on)
SELECT
    n,
    CASE WHEN n <= 40 THEN n ELSE 1 + floor(40 * random())::integer END,
    DATE '2026-01-01' + floor(120 * random())::integer
FROM generate_series(1, 1000 * current_setting('assessor.scale')::integer) AS n;
