-- current_setting('assessor.scale') thousand products in 40 categories, the first ones much larger than the last.
INSERT INTO product
SELECT n,
       'category ' || floor(40 * random() * random())::integer,
       CASE WHEN random() < 0.03 THEN NULL ELSE round((1 + 200 * random() * random())::numeric, 2) END,
       floor(100 * random())::integer
FROM generate_series(1, 1000 * current_setting('assessor.scale')::integer) AS n;
INSERT INTO category_total
SELECT category, count(*), coalesce(sum(price), 0) FROM product GROUP BY category;
