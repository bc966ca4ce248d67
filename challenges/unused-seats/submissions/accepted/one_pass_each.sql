WITH addresses AS (
    SELECT DISTINCT customer_id, lower(trim(email)) AS address
    FROM sign_in
    WHERE date_trunc('month', at) = timestamp '2026-06-01'
), counted AS (
    SELECT customer_id, 0 AS seats, 0.00 AS price, 1 AS people FROM addresses WHERE address <> ''
    UNION ALL
    SELECT customer_id, seats, monthly_price, 0
    FROM subscription
    WHERE started_on < date '2026-07-01' AND coalesce(ended_on, 'infinity') >= date '2026-07-01'
)
SELECT customer_id, name, sum(seats), sum(people), sum(seats) - sum(people), sum(price)
FROM counted
JOIN customer USING (customer_id)
GROUP BY customer_id, name
HAVING sum(seats) > sum(people)
ORDER BY 5 DESC, 1;
