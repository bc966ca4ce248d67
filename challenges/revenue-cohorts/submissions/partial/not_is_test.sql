-- NOT is_test drops the accounts of which nobody knows; and refunds are taken whatever became of the payment.
WITH customer AS (
    SELECT p.account_id, date_trunc('month', min(p.paid_on))::date AS cohort
    FROM payment p JOIN account a USING (account_id)
    WHERE p.status = 'captured' AND NOT a.is_test
    GROUP BY p.account_id
), booking AS (
    SELECT cohort, date_trunc('month', paid_on)::date AS month, account_id, amount
    FROM payment JOIN customer USING (account_id)
    WHERE status = 'captured'
    UNION ALL
    SELECT cohort, date_trunc('month', refunded_on)::date, NULL, -r.amount
    FROM refund r JOIN payment USING (payment_id) JOIN customer USING (account_id)
), cell AS (
    SELECT cohort, month, count(DISTINCT account_id) AS active, sum(amount) AS net FROM booking GROUP BY cohort, month
), size AS (
    SELECT cohort, count(*) AS size FROM customer GROUP BY cohort
), grid AS (
    SELECT cohort, size, m::date AS month, (row_number() OVER (PARTITION BY cohort ORDER BY m) - 1)::int AS n
    FROM size, generate_series(cohort::timestamp, (SELECT max(month) FROM cell)::timestamp, '1 month') m
)
SELECT g.cohort, n, size, coalesce(active, 0), round(100.0 * coalesce(active, 0) / size, 1), coalesce(net, 0),
       sum(coalesce(net, 0)) OVER (PARTITION BY g.cohort ORDER BY n)
FROM grid g LEFT JOIN cell c ON c.cohort = g.cohort AND c.month = g.month
ORDER BY 1, 2;
