-- The phrase, the exclusion and the prefix each as they come; OR of three conditions that the index answers together.
WITH q AS (
    SELECT phraseto_tsquery(c, 'tent for two') && to_tsquery(c, 'ultra:*') && !! to_tsquery(c, 'kids') AS query, c AS config
    FROM unnest(ARRAY['english', 'german', 'simple']::regconfig[]) AS c
), hit AS (
    SELECT p.*,
           CASE p.language WHEN 'en' THEN (SELECT query FROM q WHERE config = 'english'::regconfig)
                           WHEN 'de' THEN (SELECT query FROM q WHERE config = 'german'::regconfig)
                           ELSE (SELECT query FROM q WHERE config = 'simple'::regconfig) END AS query
    FROM product p
    WHERE (   p.language = 'en' AND p.search @@ (SELECT query FROM q WHERE config = 'english'::regconfig)
           OR p.language = 'de' AND p.search @@ (SELECT query FROM q WHERE config = 'german'::regconfig)
           OR (p.language IS NULL OR p.language NOT IN ('en', 'de'))
              AND p.search @@ (SELECT query FROM q WHERE config = 'simple'::regconfig))
      AND p.withdrawn_at IS NULL
      AND (p.stock IS NULL OR p.stock > 0)
), ranked AS (
    SELECT product_id, title, language, round(ts_rank(search, query)::numeric, 2) AS relevance, rating FROM hit
)
SELECT *, count(*) OVER ()
FROM ranked
ORDER BY relevance DESC, coalesce(rating, 0) DESC, product_id
LIMIT 20;
