-- Customers with skewed numbers of orders; every eighth has "test" in the address without being one.
INSERT INTO customer (name, email, country)
SELECT 'Customer ' || n,
    'office' || n || '@' || CASE
        WHEN n % 16 = 3 THEN 'contest' || n || '.example'
        WHEN n % 16 = 11 THEN 'test-and-measure' || n || '.example'
        WHEN n % 5 = 0 THEN 'Latex' || n || '.EXAMPLE'
        ELSE 'shop' || n || '.example' END,
    CASE WHEN random() < 0.1 THEN NULL ELSE (ARRAY['DE', 'FR', 'PL', 'SE'])[1 + floor(random() * 4)::int] END
FROM generate_series(1, 200 * current_setting('assessor.scale')::int) AS n
ORDER BY n;

INSERT INTO sales_order (customer_id, placed_at, status, note)
SELECT id, timestamptz '2026-03-02 08:00+00' + random() * interval '200 days',
    CASE WHEN random() < 0.15 THEN 'open' WHEN random() < 0.05 THEN 'returned' ELSE 'shipped' END,
    CASE WHEN random() < 0.05 THEN '' WHEN random() < 0.1 THEN 'call before' END
FROM customer, generate_series(1, 1 + floor((random() + 0 * id) ^ 3 * 12)::int)
ORDER BY id, 2;

INSERT INTO order_line (order_id, position, article, quantity, price)
SELECT id, position, 'A-' || floor(random() ^ 2 * 400)::int, 1 + floor(random() * 5)::int, round((2 + random() * 90)::numeric, 2)
FROM sales_order, generate_series(1, 1 + (id % 3)::int) AS position
ORDER BY id, position;

INSERT INTO job_run (job, started_at, detail) VALUES
    ('purge-test-customers', '2026-09-19 02:00+00', 'DELETE FROM customer WHERE email LIKE ''%@test.example'''),
    ('close-books', '2026-09-20 03:00+00', NULL),
    ('purge-test-customers', '2026-09-20 02:00+00', 'DELETE FROM customer WHERE email LIKE ''%@test.example''');
