-- DESC alone puts what has no time at the top of the page.
SELECT e.entry_id, e.happened_at, e.author, e.note
FROM place p
JOIN entry e ON e.farm_id = p.farm_id
WHERE p.reader_id = 7
  AND e.removed_at IS NULL
  AND ((e.happened_at, e.entry_id) < (p.happened_at, p.entry_id)
       OR e.happened_at IS NULL AND (p.happened_at IS NOT NULL OR e.entry_id < p.entry_id))
ORDER BY e.happened_at DESC, e.entry_id DESC
LIMIT 20;
