WITH running AS (
    SELECT customer_id, sum(seats) AS seats, sum(monthly_price) AS price
    FROM subscription
    WHERE started_on <= DATE '2026-06-30' AND (ended_on IS NULL OR ended_on > DATE '2026-06-30')
    GROUP BY customer_id
), seen AS (
    SELECT customer_id, count(*) AS people
    FROM sign_in
    WHERE at >= TIMESTAMP '2026-06-01' AND at < TIMESTAMP '2026-07-01' AND btrim(email) <> ''
    GROUP BY customer_id
)
SELECT customer_id, c.name, r.seats, coalesce(s.people, 0) AS people, r.seats - coalesce(s.people, 0) AS unused, r.price
FROM running AS r
JOIN customer AS c USING (customer_id)
LEFT JOIN seen AS s USING (customer_id)
WHERE r.seats > coalesce(s.people, 0)
ORDER BY unused DESC, customer_id;
