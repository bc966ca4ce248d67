-- The time alone as the place: what else happened at the same time is never shown.
WITH here AS (SELECT * FROM place WHERE reader_id = 7)
SELECT e.entry_id, e.happened_at, e.author, e.note
FROM here h
CROSS JOIN LATERAL (
    (SELECT * FROM entry
     WHERE farm_id = h.farm_id AND removed_at IS NULL AND happened_at < h.happened_at
     ORDER BY happened_at DESC NULLS LAST, entry_id DESC LIMIT 20)
    UNION ALL
    (SELECT * FROM entry
     WHERE farm_id = h.farm_id AND removed_at IS NULL AND happened_at IS NULL
       AND (h.happened_at IS NOT NULL OR entry_id < h.entry_id)
     ORDER BY happened_at DESC NULLS LAST, entry_id DESC LIMIT 20)
) AS e
ORDER BY e.happened_at DESC NULLS LAST, e.entry_id DESC
LIMIT 20;
