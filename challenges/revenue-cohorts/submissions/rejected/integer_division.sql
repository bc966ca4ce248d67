-- Retention by integers: 3 of 4 customers are 0 or 100 percent; and the running total runs across cohorts.
WITH sale AS (
    SELECT p.payment_id, p.account_id, p.amount, date_trunc('month', p.paid_on)::date AS month,
           date_trunc('month', min(p.paid_on) OVER (PARTITION BY p.account_id))::date AS cohort
    FROM payment p JOIN account a USING (account_id)
    WHERE p.status = 'captured' AND a.is_test IS NOT TRUE
), size AS (
    SELECT cohort, count(DISTINCT account_id) AS size FROM sale GROUP BY cohort
), cell AS (
    SELECT cohort, month, count(DISTINCT account_id) AS active, sum(amount) AS net FROM sale GROUP BY cohort, month
)
SELECT cohort, (extract(year FROM age(month, cohort)) * 12 + extract(month FROM age(month, cohort)))::int,
       size, active, (active / size * 100)::numeric, net, sum(net) OVER (ORDER BY cohort, month)
FROM cell JOIN size USING (cohort)
ORDER BY 1, 2;
