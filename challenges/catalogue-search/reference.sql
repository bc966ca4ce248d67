WITH typed AS MATERIALIZED (
    -- What was typed, once for each configuration: stop words and stems differ.
    SELECT c.config, websearch_to_tsquery(c.config, '"tent for two" -kids') && to_tsquery(c.config, 'ultra:*') AS query
    FROM (VALUES ('english'::regconfig), ('german'::regconfig), ('simple'::regconfig)) AS c (config)
)
SELECT p.product_id,
       p.title,
       p.language,
       round(ts_rank(p.search, t.query)::numeric, 2) AS relevance,
       p.rating,
       count(*) OVER () AS found
FROM typed AS t
-- The vector alone finds rows by the index; the configuration then drops those that another one's words have found.
JOIN product AS p ON p.search @@ t.query
WHERE t.config = CASE p.language WHEN 'en' THEN 'english'::regconfig
                                 WHEN 'de' THEN 'german'::regconfig
                                 ELSE 'simple'::regconfig END
  AND p.withdrawn_at IS NULL
  AND p.stock IS DISTINCT FROM 0
ORDER BY relevance DESC, p.rating DESC NULLS LAST, p.product_id
LIMIT 20;
