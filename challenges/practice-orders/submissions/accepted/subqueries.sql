SELECT customer_id, name,
       (SELECT count(*) FROM orders o WHERE o.customer_id = c.customer_id AND status <> 'cancelled') AS orders,
       (SELECT coalesce(sum(total), 0) FROM orders o WHERE o.customer_id = c.customer_id AND status <> 'cancelled') AS spent
FROM customer c
ORDER BY spent DESC, customer_id;
