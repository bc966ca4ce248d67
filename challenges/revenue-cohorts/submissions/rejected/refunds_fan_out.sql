-- Joins refunds to payments and sums both: books the refund in the month of the payment.
WITH sale AS (
    SELECT p.payment_id, p.account_id, date_trunc('month', p.paid_on)::date AS month,
           p.amount - coalesce(r.amount, 0) AS net,
           date_trunc('month', min(p.paid_on) OVER (PARTITION BY p.account_id))::date AS cohort
    FROM payment p
    JOIN account a USING (account_id)
    LEFT JOIN refund r USING (payment_id)
    WHERE p.status = 'captured' AND a.is_test IS NOT TRUE
), cohorts AS (
    SELECT cohort, count(DISTINCT account_id) AS size FROM sale GROUP BY cohort
), grid AS (
    SELECT cohort, size, m::date AS month, (row_number() OVER (PARTITION BY cohort ORDER BY m) - 1)::int AS n
    FROM cohorts, generate_series(cohort::timestamp, (SELECT max(month) FROM sale)::timestamp, '1 month') m
), cell AS (
    SELECT cohort, month, count(DISTINCT account_id) AS active, sum(net) AS net FROM sale GROUP BY cohort, month
)
SELECT g.cohort, n, size, coalesce(active, 0), round(100.0 * coalesce(active, 0) / size, 1), coalesce(net, 0),
       sum(coalesce(net, 0)) OVER (PARTITION BY g.cohort ORDER BY n)
FROM grid g LEFT JOIN cell c ON c.cohort = g.cohort AND c.month = g.month
ORDER BY 1, 2;
