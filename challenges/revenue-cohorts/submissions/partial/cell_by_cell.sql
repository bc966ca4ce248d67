-- Right, but every cell of the report reads all sales again.
WITH sale AS MATERIALIZED (
    SELECT p.payment_id, p.account_id, p.amount, date_trunc('month', p.paid_on)::date AS month,
           (SELECT date_trunc('month', min(f.paid_on))::date
            FROM payment f
            WHERE f.account_id = p.account_id AND f.status = 'captured') AS cohort
    FROM payment p
    JOIN account a USING (account_id)
    WHERE p.status = 'captured' AND a.is_test IS NOT TRUE
),
back AS MATERIALIZED (
    SELECT s.cohort, date_trunc('month', r.refunded_on)::date AS month, r.amount
    FROM refund r JOIN sale s USING (payment_id)
),
grid AS (
    SELECT c.cohort, c.size, m::date AS month
    FROM (SELECT cohort, count(DISTINCT account_id) AS size FROM sale GROUP BY cohort) c,
         generate_series(c.cohort::timestamp,
                         (SELECT max(month) FROM (SELECT month FROM sale UNION ALL SELECT month FROM back) x)::timestamp,
                         '1 month') AS m
)
SELECT g.cohort,
       (12 * (extract(year FROM g.month) - extract(year FROM g.cohort))
           + extract(month FROM g.month) - extract(month FROM g.cohort))::int,
       g.size,
       now.active,
       round(100.0 * now.active / g.size, 1),
       now.paid - back.paid,
       sum(now.paid - back.paid) OVER (PARTITION BY g.cohort ORDER BY g.month)
FROM grid g
CROSS JOIN LATERAL (
    SELECT count(DISTINCT account_id) AS active, coalesce(sum(amount), 0) AS paid
    FROM sale s
    WHERE s.cohort = g.cohort AND s.month = g.month
) AS now
CROSS JOIN LATERAL (
    SELECT coalesce(sum(amount), 0) AS paid FROM back b WHERE b.cohort = g.cohort AND b.month = g.month
) AS back
ORDER BY 1, 2;
