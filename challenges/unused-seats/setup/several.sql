-- Several subscriptions, of equal seats and prices, too, beside many sign-ins.
INSERT INTO customer VALUES (1, 'Almdudler Logistics'), (2, 'Berg & Söhne'), (3, 'Berg & Söhne');

INSERT INTO subscription VALUES
    (1, 1, 3, 30.00, '2025-01-01', NULL), (2, 1, 3, 30.00, '2026-04-01', NULL), (3, 1, 20, 99.00, '2024-01-01', '2025-01-01'),
    (4, 2, 2, 19.00, '2025-01-01', NULL), (5, 2, 1, 9.50, '2026-06-01', '2027-06-01'), (6, 3, 4, 38.00, '2026-06-01', NULL);

INSERT INTO sign_in
SELECT n, 1 + n % 3, 'user' || n % 7 || '@c.example', timestamp '2026-06-05 07:00' + interval '5 hours' * n FROM generate_series(1, 60) AS n
WHERE n % 3 <> 1 OR n % 7 < 2;
