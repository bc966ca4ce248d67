WITH per_shop AS (
    SELECT shop_id, count(*) AS visits, max(visited_on) AS latest
    FROM visit
    GROUP BY shop_id
)
SELECT shop_id, coalesce(visits, 0) AS visits, latest
FROM shop
LEFT JOIN per_shop USING (shop_id)
ORDER BY visits DESC, shop_id
