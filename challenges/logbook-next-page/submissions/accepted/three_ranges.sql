-- The same time, earlier times, no time: three ranges of the index, each cut to a page.
SELECT page.entry_id, page.happened_at, page.author, page.note
FROM (
    (SELECT e.* FROM place p, LATERAL (
        SELECT * FROM entry
        WHERE farm_id = p.farm_id AND removed_at IS NULL AND happened_at = p.happened_at AND entry_id < p.entry_id
        ORDER BY entry_id DESC LIMIT 20) e
     WHERE p.reader_id = 7)
    UNION ALL
    (SELECT e.* FROM place p, LATERAL (
        SELECT * FROM entry
        WHERE farm_id = p.farm_id AND removed_at IS NULL AND happened_at < p.happened_at
        ORDER BY happened_at DESC NULLS LAST, entry_id DESC LIMIT 20) e
     WHERE p.reader_id = 7)
    UNION ALL
    (SELECT e.* FROM place p, LATERAL (
        SELECT * FROM entry
        WHERE farm_id = p.farm_id AND removed_at IS NULL AND happened_at IS NULL
          AND entry_id < CASE WHEN p.happened_at IS NULL THEN p.entry_id ELSE 9223372036854775807 END
        ORDER BY happened_at DESC NULLS LAST, entry_id DESC LIMIT 20) e
     WHERE p.reader_id = 7)
) AS page
ORDER BY page.happened_at DESC NULLS LAST, page.entry_id DESC
LIMIT 20;
