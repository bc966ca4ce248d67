-- One branch for each configuration, its query a constant; put together, ranked and cut at the end.
WITH hit AS (
    SELECT product_id, title, language, rating, ts_rank(search, to_tsquery('english', 'tent <-> for <-> two & ultra:* & !kids')) AS r
    FROM product
    WHERE search @@ to_tsquery('english', 'tent <-> for <-> two & ultra:* & !kids')
      AND language = 'en' AND withdrawn_at IS NULL AND coalesce(stock, 1) > 0
    UNION ALL
    SELECT product_id, title, language, rating, ts_rank(search, to_tsquery('german', 'tent <-> for <-> two & ultra:* & !kids'))
    FROM product
    WHERE search @@ to_tsquery('german', 'tent <-> for <-> two & ultra:* & !kids')
      AND language = 'de' AND withdrawn_at IS NULL AND coalesce(stock, 1) > 0
    UNION ALL
    SELECT product_id, title, language, rating, ts_rank(search, to_tsquery('simple', 'tent <-> for <-> two & ultra:* & !kids'))
    FROM product
    WHERE search @@ to_tsquery('simple', 'tent <-> for <-> two & ultra:* & !kids')
      AND coalesce(language, '') NOT IN ('en', 'de') AND withdrawn_at IS NULL AND coalesce(stock, 1) > 0
)
SELECT product_id, title, language, round(r::numeric, 2), rating, (SELECT count(*) FROM hit)
FROM hit
ORDER BY 4 DESC, (rating IS NULL), rating DESC, product_id
FETCH FIRST 20 ROWS ONLY;
