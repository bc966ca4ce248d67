-- All words, but not as a phrase; everything else as asked.
SELECT p.product_id, p.title, p.language, round(ts_rank(p.search, c.q)::numeric, 2), p.rating, count(*) OVER ()
FROM (SELECT config, to_tsquery(config, 'tent & for & two & ultra:* & !kids') AS q
      FROM unnest(ARRAY['english', 'german', 'simple']::regconfig[]) AS config) AS c
JOIN product p ON p.search @@ c.q
 AND c.config = CASE p.language WHEN 'en' THEN 'english'::regconfig WHEN 'de' THEN 'german'::regconfig ELSE 'simple'::regconfig END
WHERE p.withdrawn_at IS NULL AND p.stock IS DISTINCT FROM 0
ORDER BY 4 DESC, p.rating DESC NULLS LAST, p.product_id
LIMIT 20;
