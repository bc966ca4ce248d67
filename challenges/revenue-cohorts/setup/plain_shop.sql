-- Fifteen months without a gap, across a turn of the year: each of 9 accounts buys once or twice in every month from
-- its first on; single refunds of captured payments, all but the last in a month in which its cohort buys too.
INSERT INTO account (account_id, email, country, is_test)
SELECT n, 'customer' || n || '@example.com', 'DE', false
FROM generate_series(1, 9) AS n;

INSERT INTO payment (payment_id, account_id, paid_on, amount, status)
SELECT 1000 * n + 10 * m + k, n,
       (date '2024-08-01' + m * interval '1 month' + ((7 * n + 3 * m + 5 * k) % 28) * interval '1 day')::date,
       20 + n + 0.25 * m + 3 * k, 'captured'
FROM generate_series(1, 9) AS n, generate_series(0, 14) AS m, generate_series(1, 2) AS k
WHERE m >= (n - 1) / 2
  AND k <= 1 + (n + m) % 2;

INSERT INTO refund (refund_id, payment_id, refunded_on, amount)
SELECT payment_id, payment_id, least(paid_on + 30, date '2025-10-31'), 5.50
FROM payment
WHERE payment_id % 7 = 0;
