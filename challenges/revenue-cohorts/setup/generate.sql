-- assessor.scale = hundreds of accounts. Payments run from January 2024 to June 2025; a few accounts buy a lot,
-- many buy once, growth slows down, and some months of an account's life are empty.
INSERT INTO account (account_id, email, country, is_test)
SELECT n,
       'customer' || n || '@example.com',
       CASE WHEN c < 0.05 THEN NULL WHEN c < 0.60 THEN 'DE' WHEN c < 0.85 THEN 'AT' ELSE 'CH' END,
       CASE WHEN t < 0.01 THEN true WHEN t < 0.30 THEN NULL ELSE false END
FROM (
    SELECT n, random() AS c, random() AS t
    FROM generate_series(1, 100 * current_setting('assessor.scale')::int) AS n
) AS a;

-- First each account's habits, then its payments.
INSERT INTO payment (payment_id, account_id, paid_on, amount, status)
SELECT row_number() OVER (ORDER BY paid_on, account_id, k),
       account_id,
       paid_on,
       CASE WHEN v < 0.02 THEN 0.00 ELSE round((15 + 60 * v * v)::numeric, 2) END,
       CASE WHEN s < 0.04 THEN 'failed' WHEN s < 0.05 THEN 'pending' ELSE 'captured' END
FROM (
    SELECT account_id, k, random() AS v, random() AS s,
           started + (floor(power(random(), 1.5) * (date '2025-06-30' - started + 1)))::int AS paid_on
    FROM (
        SELECT n AS account_id,
               date '2024-01-01' + floor(power(random(), 1.3) * 546)::int AS started,
               1 + floor(power(random(), 3) * 36)::int AS payments
        FROM generate_series(1, 100 * current_setting('assessor.scale')::int) AS n
        OFFSET 0
    ) AS habit
    CROSS JOIN LATERAL generate_series(1, payments) AS k
    WHERE account_id % 17 <> 0          -- these have signed up and never paid
    OFFSET 0
) AS p;

-- Gift cards of no account.
INSERT INTO payment (payment_id, account_id, paid_on, amount, status)
SELECT 5000000 + n, NULL, date '2024-01-01' + floor(random() * 546)::int, 50.00, 'captured'
FROM generate_series(1, 2 * current_setting('assessor.scale')::int) AS n;

-- One payment in eighteen is refunded, a part of these in two instalments, some months later.
INSERT INTO refund (refund_id, payment_id, refunded_on, amount)
SELECT row_number() OVER (ORDER BY payment_id, part), payment_id,
       least(paid_on + floor(days)::int + 20 * part, date '2025-06-30'),
       greatest(round(amount / parts, 2), 0.01)
FROM (
    SELECT payment_id, paid_on, amount, power(random(), 2) * 75 AS days, 1 + (payment_id % 54 = 0)::int AS parts
    FROM (SELECT payment_id, paid_on, amount FROM payment WHERE payment_id % 18 = 0 ORDER BY payment_id) AS p
    OFFSET 0
) AS r
CROSS JOIN LATERAL generate_series(1, parts) AS part;
