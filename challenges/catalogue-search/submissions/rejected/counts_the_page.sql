-- Counts what is on the page, not what was found.
SELECT *, count(*) OVER ()
FROM (
    SELECT p.product_id, p.title, p.language, round(ts_rank(p.search, c.q)::numeric, 2) AS relevance, p.rating
    FROM (SELECT config, websearch_to_tsquery(config, '"tent for two" -kids') && to_tsquery(config, 'ultra:*') AS q
          FROM unnest(ARRAY['english', 'german', 'simple']::regconfig[]) AS config) AS c
    JOIN product p ON p.search @@ c.q
     AND c.config = CASE p.language WHEN 'en' THEN 'english'::regconfig WHEN 'de' THEN 'german'::regconfig
                                    ELSE 'simple'::regconfig END
    WHERE p.withdrawn_at IS NULL AND p.stock IS DISTINCT FROM 0
    ORDER BY 4 DESC, p.rating DESC NULLS LAST, p.product_id
    LIMIT 20
) AS page
ORDER BY relevance DESC, rating DESC NULLS LAST, product_id;
