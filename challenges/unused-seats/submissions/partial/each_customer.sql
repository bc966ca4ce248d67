SELECT c.customer_id, c.name, paid.seats, used.people, paid.seats - used.people AS unused, paid.price
FROM customer AS c
CROSS JOIN LATERAL (
    SELECT sum(seats) AS seats, sum(monthly_price) AS price
    FROM subscription
    WHERE customer_id = c.customer_id AND daterange(started_on, ended_on) @> date '2026-06-30'
) AS paid
CROSS JOIN LATERAL (
    SELECT count(DISTINCT nullif(lower(btrim(email)), '')) AS people
    FROM sign_in
    WHERE customer_id = c.customer_id AND at::date BETWEEN date '2026-06-01' AND date '2026-06-30'
) AS used
WHERE paid.seats > used.people
ORDER BY 5 DESC, 1;
