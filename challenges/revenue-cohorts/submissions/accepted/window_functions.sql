-- The reference's shape, with FIRST_VALUE and the refunds summed per payment and month.
WITH genuine AS (
    SELECT p.payment_id, p.account_id, p.amount, date_trunc('month', p.paid_on) AS m,
           first_value(date_trunc('month', p.paid_on)) OVER (PARTITION BY p.account_id ORDER BY p.paid_on) AS c
    FROM payment p
    JOIN account a USING (account_id)
    WHERE p.status = 'captured' AND coalesce(a.is_test, false) = false
), moves AS (
    SELECT c, m, account_id, amount FROM genuine
    UNION ALL
    SELECT g.c, date_trunc('month', r.refunded_on), NULL::int, -r.amount
    FROM refund r JOIN genuine g ON g.payment_id = r.payment_id
), cells AS (
    SELECT c, m, count(DISTINCT account_id) AS act, sum(amount) AS net FROM moves GROUP BY c, m
), months AS (
    SELECT generate_series(min(m), max(m), interval '1 month') AS m FROM cells
), cohorts AS (
    SELECT c, act AS size FROM cells WHERE c = m
)
SELECT k.c::date, (row_number() OVER w - 1)::int, k.size,
       coalesce(x.act, 0),
       round(coalesce(x.act, 0) * 100::numeric / k.size, 1),
       coalesce(x.net, 0),
       sum(coalesce(x.net, 0)) OVER w
FROM cohorts k
JOIN months ON months.m >= k.c
LEFT JOIN cells x ON x.c = k.c AND x.m = months.m
WINDOW w AS (PARTITION BY k.c ORDER BY months.m)
ORDER BY 1, 2
