-- First purchases by GROUP BY; payments and refunds aggregated apart and put together on the grid.
WITH customer AS (
    SELECT p.account_id, date_trunc('month', min(p.paid_on))::date AS cohort_month
    FROM payment p
    WHERE p.status = 'captured'
      AND NOT EXISTS (SELECT 1 FROM account a WHERE a.account_id = p.account_id AND a.is_test)
      AND p.account_id IS NOT NULL
    GROUP BY p.account_id
),
paid AS (
    SELECT cu.cohort_month, date_trunc('month', p.paid_on)::date AS month,
           count(DISTINCT p.account_id) AS active, sum(p.amount) AS amount
    FROM customer cu
    JOIN payment p USING (account_id)
    WHERE p.status = 'captured'
    GROUP BY 1, 2
),
refunded AS (
    SELECT cu.cohort_month, date_trunc('month', r.refunded_on)::date AS month, sum(r.amount) AS amount
    FROM refund r
    JOIN payment p USING (payment_id)
    JOIN customer cu USING (account_id)
    WHERE p.status = 'captured'
    GROUP BY 1, 2
),
cohort AS (
    SELECT cohort_month, count(*) AS size FROM customer GROUP BY cohort_month
),
horizon AS (
    SELECT greatest((SELECT max(month) FROM paid), (SELECT max(month) FROM refunded)) AS last_month
),
grid AS (
    SELECT c.cohort_month, c.size, m::date AS month,
           (extract(year FROM age(m, c.cohort_month)) * 12 + extract(month FROM age(m, c.cohort_month)))::int AS n
    FROM cohort c, horizon h, generate_series(c.cohort_month::timestamp, h.last_month::timestamp, '1 month') AS m
)
SELECT g.cohort_month, g.n AS month_number, g.size AS cohort_size,
       coalesce(p.active, 0) AS active_customers,
       round(100 * coalesce(p.active, 0)::numeric / g.size, 1) AS retention_pct,
       coalesce(p.amount, 0) - coalesce(r.amount, 0) AS net_revenue,
       sum(coalesce(p.amount, 0) - coalesce(r.amount, 0))
           OVER (PARTITION BY g.cohort_month ORDER BY g.n ROWS UNBOUNDED PRECEDING) AS cumulative_revenue
FROM grid g
LEFT JOIN paid p ON p.cohort_month = g.cohort_month AND p.month = g.month
LEFT JOIN refunded r ON r.cohort_month = g.cohort_month AND r.month = g.month
ORDER BY g.cohort_month, g.n;
