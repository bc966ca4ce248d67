-- Takes equal refunds of one payment for duplicates and ends the report with the last purchase, not the last refund.
WITH sale AS (
    SELECT p.payment_id, p.account_id, p.amount, date_trunc('month', p.paid_on)::date AS month,
           date_trunc('month', min(p.paid_on) OVER (PARTITION BY p.account_id))::date AS cohort
    FROM payment p JOIN account a USING (account_id)
    WHERE p.status = 'captured' AND a.is_test IS NOT TRUE
), back AS (
    SELECT DISTINCT s.cohort, date_trunc('month', r.refunded_on)::date AS month, r.payment_id, r.amount
    FROM refund r JOIN sale s USING (payment_id)
), size AS (
    SELECT cohort, count(DISTINCT account_id) AS size FROM sale GROUP BY cohort
), grid AS (
    SELECT cohort, size, m::date AS month, (row_number() OVER (PARTITION BY cohort ORDER BY m) - 1)::int AS n
    FROM size, generate_series(cohort::timestamp, (SELECT max(month) FROM sale)::timestamp, '1 month') m
), paid AS (
    SELECT cohort, month, count(DISTINCT account_id) AS active, sum(amount) AS amount FROM sale GROUP BY cohort, month
), refunded AS (
    SELECT cohort, month, sum(amount) AS amount FROM back GROUP BY cohort, month
)
SELECT cohort, n, size, coalesce(active, 0), round(100.0 * coalesce(active, 0) / size, 1),
       coalesce(p.amount, 0) - coalesce(r.amount, 0),
       sum(coalesce(p.amount, 0) - coalesce(r.amount, 0)) OVER (PARTITION BY cohort ORDER BY n)
FROM grid LEFT JOIN paid p USING (cohort, month) LEFT JOIN refunded r USING (cohort, month)
ORDER BY 1, 2;
