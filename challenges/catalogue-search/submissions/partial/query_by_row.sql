-- Right, but the query is made from each row's language, so that no index can answer it.
WITH offer AS (
    SELECT p.*, CASE p.language WHEN 'en' THEN 'english'::regconfig WHEN 'de' THEN 'german'::regconfig
                                ELSE 'simple'::regconfig END AS config
    FROM product p
    WHERE p.withdrawn_at IS NULL AND p.stock IS DISTINCT FROM 0
), hit AS (
    SELECT o.*, websearch_to_tsquery(config, '"tent for two" -kids') && to_tsquery(config, 'ultra:*') AS query
    FROM offer o
    WHERE o.search @@ (websearch_to_tsquery(config, '"tent for two" -kids') && to_tsquery(config, 'ultra:*'))
)
SELECT product_id, title, language, round(ts_rank(search, query)::numeric, 2), rating, count(*) OVER ()
FROM hit
ORDER BY 4 DESC, rating DESC NULLS LAST, product_id
LIMIT 20;
