-- Takes the place for the end of the first page.
SELECT e.entry_id, e.happened_at, e.author, e.note
FROM entry e
WHERE e.farm_id = (SELECT farm_id FROM place WHERE reader_id = 7) AND e.removed_at IS NULL
ORDER BY e.happened_at DESC NULLS LAST, e.entry_id DESC
OFFSET 20 LIMIT 20;
