-- Few customers place most of the orders; some have no city, and few orders a voucher.
INSERT INTO customer (id, name, city)
SELECT n, 'Customer ' || n, CASE WHEN n % 7 <> 0 THEN (ARRAY['Lyon', 'Turin', 'Graz', 'Gent'])[1 + n % 4] END
FROM generate_series(1, 400) AS n;

SET ROLE deploy;
INSERT INTO orders (id, customer_id, placed_at, status, total, voucher)
SELECT n, 1 + floor(400 * random() ^ 3)::integer, timestamptz '2026-09-01' + n * interval '9 minutes',
       (ARRAY['paid', 'paid', 'sent', 'sent', 'sent', 'returned', 'new'])[1 + floor(7 * random())::integer],
       round((5 + 200 * random() ^ 2)::numeric, 2),
       CASE WHEN random() < 0.06 THEN 'AUTUMN' END
FROM generate_series(1, 2000 * current_setting('assessor.scale')::integer) AS n;
SELECT setval(pg_get_serial_sequence('orders', 'id'), (SELECT max(id) FROM orders));
RESET ROLE;

INSERT INTO payment (customer_id, amount, paid_at, reference)
SELECT customer_id, total, placed_at + interval '3 minutes', CASE WHEN id % 5 <> 0 THEN 'order-' || id END
FROM orders WHERE status <> 'new';
