-- Knows two languages and "no language"; what is said to be French or Dutch is never found.
SELECT p.product_id, p.title, p.language, round(ts_rank(p.search, c.q)::numeric, 2), p.rating, count(*) OVER ()
FROM (SELECT language, websearch_to_tsquery(config, '"tent for two" -kids') && to_tsquery(config, 'ultra:*') AS q
      FROM (VALUES ('en', 'english'::regconfig), ('de', 'german'), (NULL, 'simple')) AS v (language, config)) AS c
JOIN product p ON p.search @@ c.q AND p.language IS NOT DISTINCT FROM c.language
WHERE p.withdrawn_at IS NULL AND p.stock IS DISTINCT FROM 0
ORDER BY 4 DESC, p.rating DESC NULLS LAST, p.product_id
LIMIT 20;
