-- The words of an English query, whatever the language of the product.
SELECT product_id, title, language, round(ts_rank(search, q)::numeric, 2), rating, count(*) OVER ()
FROM product, (SELECT websearch_to_tsquery('english', '"tent for two" -kids') && to_tsquery('english', 'ultra:*') AS q) AS t
WHERE search @@ q
  AND withdrawn_at IS NULL
  AND stock IS DISTINCT FROM 0
ORDER BY 4 DESC, rating DESC NULLS LAST, product_id
LIMIT 20;
