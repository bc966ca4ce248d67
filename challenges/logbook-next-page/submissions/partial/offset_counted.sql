-- Right, but counts all that comes before the page and then reads it again to skip it.
WITH here AS (
    SELECT farm_id, happened_at, entry_id FROM place WHERE reader_id = 7
), logbook AS (
    SELECT e.entry_id, e.happened_at, e.author, e.note
    FROM entry e JOIN here USING (farm_id)
    WHERE e.removed_at IS NULL
)
SELECT l.entry_id, l.happened_at, l.author, l.note
FROM logbook l
ORDER BY l.happened_at DESC NULLS LAST, l.entry_id DESC
OFFSET (SELECT count(*)
        FROM logbook l, here h
        WHERE l.happened_at > h.happened_at
           OR l.happened_at = h.happened_at AND l.entry_id >= h.entry_id
           OR h.happened_at IS NULL AND (l.happened_at IS NOT NULL OR l.entry_id >= h.entry_id))
LIMIT 20;
