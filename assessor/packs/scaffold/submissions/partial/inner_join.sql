-- Loses shops that nobody visited.
SELECT shop_id, count(*) AS visits, max(visited_on) AS latest
FROM shop
JOIN visit USING (shop_id)
GROUP BY shop_id
ORDER BY visits DESC, shop_id
