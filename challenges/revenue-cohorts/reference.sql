WITH sale AS (
    -- What counts, each with the month of its account's first purchase. is_test may be NULL: a customer.
    SELECT p.payment_id, p.account_id, p.amount,
           date_trunc('month', p.paid_on)::date AS month,
           date_trunc('month', min(p.paid_on) OVER (PARTITION BY p.account_id))::date AS cohort
    FROM payment AS p
    JOIN account AS a ON a.account_id = p.account_id
    WHERE p.status = 'captured'
      AND a.is_test IS NOT TRUE
),
booking AS (
    -- Refunds below payments instead of beside them: nothing is multiplied. A refund makes nobody active.
    SELECT cohort, month, account_id, amount
    FROM sale
    UNION ALL
    SELECT s.cohort, date_trunc('month', r.refunded_on)::date, NULL, -r.amount
    FROM refund AS r
    JOIN sale AS s ON s.payment_id = r.payment_id
),
figure AS (
    SELECT cohort, month, count(DISTINCT account_id) AS active, sum(amount) AS net
    FROM booking
    GROUP BY cohort, month
),
grid AS (
    -- Everybody of a cohort is active in its first month, so that month's count is the cohort's size.
    SELECT f.cohort, f.active AS size, n, (f.cohort + n * interval '1 month')::date AS month
    FROM figure AS f
    CROSS JOIN (SELECT max(month) AS last_month FROM figure) AS l
    CROSS JOIN LATERAL generate_series(
        0,
        (12 * (extract(year FROM last_month) - extract(year FROM f.cohort))
            + extract(month FROM last_month) - extract(month FROM f.cohort))::integer
    ) AS n
    WHERE f.month = f.cohort
)
SELECT g.cohort AS cohort_month,
       g.n AS month_number,
       g.size AS cohort_size,
       COALESCE(f.active, 0) AS active_customers,
       round(100.0 * COALESCE(f.active, 0) / g.size, 1) AS retention_pct,
       COALESCE(f.net, 0) AS net_revenue,
       sum(COALESCE(f.net, 0)) OVER (PARTITION BY g.cohort ORDER BY g.n) AS cumulative_revenue
FROM grid AS g
LEFT JOIN figure AS f ON f.cohort = g.cohort AND f.month = g.month
ORDER BY cohort_month, month_number;
