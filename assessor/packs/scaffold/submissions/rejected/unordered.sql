-- Ordered by shop only.
SELECT s.shop_id, count(v.visit_id) AS visits, max(v.visited_on) AS latest
FROM shop AS s
LEFT JOIN visit AS v USING (shop_id)
GROUP BY s.shop_id
ORDER BY s.shop_id
