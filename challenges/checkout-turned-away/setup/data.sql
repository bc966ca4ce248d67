-- Few customers fill most baskets; some baskets have no total yet, and few a voucher.
INSERT INTO basket (id, customer_id, paid, total, voucher)
SELECT n, 1 + floor(300 * random() ^ 3)::integer, random() < 0.7,
       CASE WHEN random() < 0.9 THEN round((4 + 150 * random() ^ 2)::numeric, 2) END,
       CASE WHEN random() < 0.05 THEN 'WINTER' END
FROM generate_series(1, 3000 * current_setting('assessor.scale')::integer) AS n;
SELECT setval(pg_get_serial_sequence('basket', 'id'), (SELECT max(id) FROM basket));

INSERT INTO price (id, listed, amount)
SELECT n, listed, listed
FROM (SELECT n, round((1 + 90 * random() ^ 2)::numeric, 2) AS listed FROM generate_series(1, 200) AS n) AS drawn;
