-- extract(month FROM age(...)) starts again at 0 after a year.
WITH sale AS (
    SELECT p.payment_id, p.account_id, p.amount, date_trunc('month', p.paid_on)::date AS month,
           date_trunc('month', min(p.paid_on) OVER (PARTITION BY p.account_id))::date AS cohort
    FROM payment p JOIN account a USING (account_id)
    WHERE p.status = 'captured' AND a.is_test IS NOT TRUE
), booking AS (
    SELECT cohort, month, account_id, amount FROM sale
    UNION ALL
    SELECT cohort, date_trunc('month', refunded_on)::date, NULL, -r.amount FROM refund r JOIN sale USING (payment_id)
), cell AS (
    SELECT cohort, extract(month FROM age(month, cohort))::int AS n, count(DISTINCT account_id) AS active,
           sum(amount) AS net
    FROM booking GROUP BY 1, 2
), size AS (
    SELECT cohort, count(DISTINCT account_id) AS size FROM sale GROUP BY cohort
)
SELECT cohort, n, size, active, round(100.0 * active / size, 1), net, sum(net) OVER (PARTITION BY cohort ORDER BY n)
FROM cell JOIN size USING (cohort)
ORDER BY 1, 2;
