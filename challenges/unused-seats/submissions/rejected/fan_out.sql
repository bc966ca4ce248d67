SELECT c.customer_id, c.name, sum(s.seats) AS seats, count(DISTINCT lower(btrim(i.email))) AS people,
       sum(s.seats) - count(DISTINCT lower(btrim(i.email))) AS unused, sum(s.monthly_price) AS price
FROM customer AS c
JOIN subscription AS s ON s.customer_id = c.customer_id AND s.started_on <= '2026-06-30'
     AND (s.ended_on IS NULL OR s.ended_on > '2026-06-30')
LEFT JOIN (SELECT DISTINCT customer_id, lower(btrim(email)) AS email FROM sign_in
           WHERE at >= '2026-06-01' AND at < '2026-07-01' AND btrim(email) <> '') AS i ON i.customer_id = c.customer_id
GROUP BY c.customer_id, c.name
HAVING sum(s.seats) > count(DISTINCT lower(btrim(i.email)))
ORDER BY unused DESC, c.customer_id;
