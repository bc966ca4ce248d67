-- Removes the logbook while it reads it.
WITH gone AS (UPDATE entry SET removed_at = happened_at RETURNING entry_id, happened_at, note)
SELECT entry_id, happened_at, NULL::text, note FROM gone ORDER BY happened_at DESC NULLS LAST, entry_id DESC LIMIT 20;
