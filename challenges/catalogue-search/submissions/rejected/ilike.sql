-- Substrings instead of words: no stems, "content for two" is found, and every text is read.
SELECT product_id, title, language,
       round(ts_rank(search, websearch_to_tsquery('english', '"tent for two" ultra -kids'))::numeric, 2), rating, count(*) OVER ()
FROM product
WHERE concat_ws(' ', title, brand, description) ILIKE '%tent for two%'
  AND concat_ws(' ', title, brand, description) ILIKE '%ultra%'
  AND concat_ws(' ', title, brand, description) NOT ILIKE '%kids%'
  AND withdrawn_at IS NULL
  AND stock IS DISTINCT FROM 0
ORDER BY 4 DESC, rating DESC NULLS LAST, product_id
LIMIT 20;
