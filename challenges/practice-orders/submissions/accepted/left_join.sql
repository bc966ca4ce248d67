SELECT c.customer_id,
       c.name,
       count(o.order_id) AS orders,
       COALESCE(sum(o.total), 0) AS spent
FROM customer AS c
LEFT JOIN orders AS o
       ON o.customer_id = c.customer_id
      AND o.status <> 'cancelled'
GROUP BY c.customer_id, c.name
ORDER BY spent DESC, c.customer_id;
