SELECT e.entry_id, e.happened_at, e.author, e.note
FROM place AS p
CROSS JOIN LATERAL (
    -- What is dated and comes after the place: one row comparison, one range of the index. Never true of a NULL.
    (SELECT x.entry_id, x.happened_at, x.author, x.note
     FROM entry AS x
     WHERE x.farm_id = p.farm_id
       AND x.removed_at IS NULL
       AND (x.happened_at, x.entry_id) < (p.happened_at, p.entry_id)
     ORDER BY x.happened_at DESC NULLS LAST, x.entry_id DESC
     LIMIT 20)
    UNION ALL
    -- Then what has no time: all of it after a dated place, the rest of it after one without a time.
    (SELECT x.entry_id, x.happened_at, x.author, x.note
     FROM entry AS x
     WHERE x.farm_id = p.farm_id
       AND x.removed_at IS NULL
       AND x.happened_at IS NULL
       AND (p.happened_at IS NOT NULL OR x.entry_id < p.entry_id)
     ORDER BY x.happened_at DESC NULLS LAST, x.entry_id DESC
     LIMIT 20)
) AS e
WHERE p.reader_id = 7
ORDER BY e.happened_at DESC NULLS LAST, e.entry_id DESC
LIMIT 20;
