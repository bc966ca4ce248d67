-- stock > 0 loses what is made to order, and DESC alone puts what nobody has rated first.
SELECT p.product_id, p.title, p.language, round(ts_rank(p.search, c.q)::numeric, 2), p.rating, count(*) OVER ()
FROM (SELECT config, websearch_to_tsquery(config, '"tent for two" -kids') && to_tsquery(config, 'ultra:*') AS q
      FROM unnest(ARRAY['english', 'german', 'simple']::regconfig[]) AS config) AS c
JOIN product p ON p.search @@ c.q
 AND c.config = CASE p.language WHEN 'en' THEN 'english'::regconfig WHEN 'de' THEN 'german'::regconfig ELSE 'simple'::regconfig END
WHERE p.withdrawn_at IS NULL AND p.stock > 0
ORDER BY 4 DESC, p.rating DESC, p.product_id
LIMIT 20;
