-- Products with skewed stock, and what workers wrote before.
INSERT INTO product (name, price, stock)
SELECT 'Product ' || n, round((1 + random() ^ 3 * 300)::numeric, 2), floor(random() ^ 2 * 500)::int
FROM generate_series(1, 300 * current_setting('assessor.scale')::int) AS n
ORDER BY n;

INSERT INTO visit (worker, product_id)
SELECT 1 + floor(random() * 120)::int, id
FROM product, generate_series(1, 1 + floor((random() + 0 * id) ^ 3 * 6)::int)
ORDER BY id, 1;
