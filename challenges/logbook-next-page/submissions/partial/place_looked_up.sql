-- Finds the place by its entry, as it stands in the logbook now: an entry that is gone or has been dated anew is no place.
WITH here AS (
    SELECT e.farm_id, e.happened_at, e.entry_id FROM place p JOIN entry e USING (entry_id) WHERE p.reader_id = 7
)
SELECT e.entry_id, e.happened_at, e.author, e.note
FROM here h
CROSS JOIN LATERAL (
    (SELECT * FROM entry
     WHERE farm_id = h.farm_id AND removed_at IS NULL AND (happened_at, entry_id) < (h.happened_at, h.entry_id)
     ORDER BY happened_at DESC NULLS LAST, entry_id DESC LIMIT 20)
    UNION ALL
    (SELECT * FROM entry
     WHERE farm_id = h.farm_id AND removed_at IS NULL AND happened_at IS NULL
       AND (h.happened_at IS NOT NULL OR entry_id < h.entry_id)
     ORDER BY happened_at DESC NULLS LAST, entry_id DESC LIMIT 20)
) AS e
ORDER BY e.happened_at DESC NULLS LAST, e.entry_id DESC
LIMIT 20;
