-- No grid: right where every cohort does something in every month, else rows are missing.
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
    SELECT cohort, month, count(DISTINCT account_id) AS active, sum(amount) AS net FROM booking GROUP BY cohort, month
)
SELECT cohort,
       (extract(year FROM age(month, cohort)) * 12 + extract(month FROM age(month, cohort)))::int,
       first_value(active) OVER w, active, round(100.0 * active / first_value(active) OVER w, 1), net, sum(net) OVER w
FROM cell
WINDOW w AS (PARTITION BY cohort ORDER BY month)
ORDER BY cohort, month;
