SELECT min(c.customer_id) AS customer_id, c.name, count(o.order_id), COALESCE(sum(o.total), 0) AS spent
FROM customer c
LEFT JOIN orders o ON o.customer_id = c.customer_id AND o.status <> 'cancelled'
GROUP BY c.name
ORDER BY spent DESC, 1;
