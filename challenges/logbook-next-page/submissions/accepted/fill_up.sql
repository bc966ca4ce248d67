-- First what is dated, by a range that the index can use; then as many without a time as are missing from the page.
WITH here AS (
    SELECT farm_id, happened_at, entry_id FROM place WHERE reader_id = 7
), dated AS (
    SELECT e.*
    FROM entry e
    WHERE e.removed_at IS NULL
      AND e.farm_id = (SELECT farm_id FROM here)
      AND e.happened_at <= (SELECT happened_at FROM here)
      AND (e.happened_at < (SELECT happened_at FROM here) OR e.entry_id < (SELECT entry_id FROM here))
    ORDER BY e.happened_at DESC NULLS LAST, e.entry_id DESC
    LIMIT 20
), undated AS (
    SELECT e.*
    FROM entry e
    WHERE e.removed_at IS NULL
      AND e.farm_id = (SELECT farm_id FROM here)
      AND e.happened_at IS NULL
      AND ((SELECT happened_at FROM here) IS NOT NULL OR e.entry_id < (SELECT entry_id FROM here))
    ORDER BY e.happened_at DESC NULLS LAST, e.entry_id DESC
    LIMIT 20 - (SELECT count(*) FROM dated)
), page AS (
    SELECT * FROM dated UNION ALL SELECT * FROM undated
)
SELECT page.entry_id, page.happened_at, page.author, page.note
FROM page
ORDER BY page.happened_at DESC NULLS LAST, page.entry_id DESC;
