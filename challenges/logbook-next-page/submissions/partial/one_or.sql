-- Right, but a condition with OR at the top gives the index no place to begin: it reads from the top of the logbook.
SELECT e.entry_id, e.happened_at, e.author, e.note
FROM entry e
WHERE e.farm_id = (SELECT farm_id FROM place WHERE reader_id = 7)
  AND e.removed_at IS NULL
  AND (   e.happened_at < (SELECT happened_at FROM place WHERE reader_id = 7)
       OR e.happened_at = (SELECT happened_at FROM place WHERE reader_id = 7)
          AND e.entry_id < (SELECT entry_id FROM place WHERE reader_id = 7)
       OR e.happened_at IS NULL
          AND ((SELECT happened_at FROM place WHERE reader_id = 7) IS NOT NULL
               OR e.entry_id < (SELECT entry_id FROM place WHERE reader_id = 7)))
ORDER BY e.happened_at DESC NULLS LAST, e.entry_id DESC
LIMIT 20;
