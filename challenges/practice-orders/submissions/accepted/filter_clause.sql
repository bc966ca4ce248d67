-- All orders joined; cancelled ones taken out in the aggregates.
SELECT c.customer_id,
       c.name,
       count(*) FILTER (WHERE o.status IN ('paid', 'shipped')),
       COALESCE(sum(CASE WHEN o.status IN ('paid', 'shipped') THEN o.total END), 0.00) AS spent
FROM customer c
LEFT JOIN orders o USING (customer_id)
GROUP BY c.customer_id
ORDER BY 4 DESC, 1
