-- <= shows the last entry of the page before once more.
SELECT e.entry_id, e.happened_at, e.author, e.note
FROM place p
JOIN entry e ON e.farm_id = p.farm_id
WHERE p.reader_id = 7
  AND e.removed_at IS NULL
  AND ((e.happened_at, e.entry_id) <= (p.happened_at, p.entry_id) OR e.happened_at IS NULL)
ORDER BY e.happened_at DESC NULLS LAST, e.entry_id DESC
LIMIT 20;
