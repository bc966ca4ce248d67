-- 24 are found; the twentieth place is a tie of relevance and rating.
INSERT INTO product (product_id, language, title, brand, description, stock, rating, withdrawn_at)
SELECT n, 'en', CASE WHEN n % 3 = 0 THEN 'Ultralight tent for two' ELSE 'Tent for two' END, 'Kestrel',
       CASE WHEN n % 4 = 0 THEN 'Ultra warm, ultra dry.' ELSE 'Ultra dry.' END, 2, 4.0 + (n % 5 = 0)::int * 0.5, NULL
FROM generate_series(1, 24) AS n;
