-- The textbook's row comparison: never true of a NULL, so what has no time is never shown.
SELECT e.entry_id, e.happened_at, e.author, e.note
FROM entry e
WHERE e.farm_id = (SELECT farm_id FROM place WHERE reader_id = 7)
  AND e.removed_at IS NULL
  AND (e.happened_at, e.entry_id) < (SELECT happened_at, entry_id FROM place WHERE reader_id = 7)
ORDER BY e.happened_at DESC NULLS LAST, e.entry_id DESC
LIMIT 20;
