-- Right, but reads all visits twice for every shop.
SELECT s.shop_id,
       (SELECT count(*) FROM visit AS v WHERE v.shop_id = s.shop_id) AS visits,
       (SELECT max(v.visited_on) FROM visit AS v WHERE v.shop_id = s.shop_id) AS latest
FROM shop AS s
ORDER BY visits DESC, s.shop_id
