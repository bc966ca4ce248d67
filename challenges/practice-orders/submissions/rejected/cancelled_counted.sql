SELECT c.customer_id, c.name, count(o.order_id), COALESCE(sum(o.total), 0) AS spent
FROM customer c
LEFT JOIN orders o ON o.customer_id = c.customer_id
GROUP BY c.customer_id, c.name
ORDER BY spent DESC, c.customer_id;
