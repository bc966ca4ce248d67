SELECT c.customer_id, c.name, paid.seats, count(a.address) AS people, paid.seats - count(a.address) AS unused, paid.price
FROM (
    SELECT customer_id, sum(seats) AS seats, sum(monthly_price) AS price
    FROM subscription
    WHERE daterange(started_on, ended_on) @> date '2026-06-30'
    GROUP BY customer_id
) AS paid
JOIN customer AS c ON c.customer_id = paid.customer_id
LEFT JOIN (
    SELECT DISTINCT customer_id, nullif(lower(btrim(email)), '') AS address
    FROM sign_in
    WHERE at::date BETWEEN date '2026-06-01' AND date '2026-06-30'
) AS a ON a.customer_id = c.customer_id
GROUP BY c.customer_id, c.name, paid.seats, paid.price
HAVING paid.seats > count(a.address)
ORDER BY 5 DESC, 1;
