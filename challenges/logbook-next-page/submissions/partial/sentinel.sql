-- 1970 instead of NULL, which some turbines' clocks say, too; and no index has the expression.
SELECT e.entry_id, e.happened_at, e.author, e.note
FROM place p
JOIN entry e ON e.farm_id = p.farm_id
WHERE p.reader_id = 7
  AND e.removed_at IS NULL
  AND (coalesce(e.happened_at, '1970-01-01'), e.entry_id) < (coalesce(p.happened_at, '1970-01-01'), p.entry_id)
ORDER BY coalesce(e.happened_at, '1970-01-01') DESC, e.entry_id DESC
LIMIT 20;
