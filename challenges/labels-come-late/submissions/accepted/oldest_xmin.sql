-- cause: old-snapshot
-- evidence
SELECT pid FROM pg_stat_activity
WHERE state = 'idle in transaction' AND backend_xmin IS NOT NULL AND backend_xid IS NULL;
-- runbook
-- The export only reads: ending it loses nothing, and it can begin anew.
SELECT pid, usename, xact_start, backend_xmin, query FROM pg_stat_activity WHERE state LIKE 'idle in%';
DO $$
DECLARE
    holder integer;
BEGIN
    FOR holder IN
        SELECT pid FROM pg_stat_activity
        WHERE state = 'idle in transaction' AND backend_xmin IS NOT NULL AND backend_xid IS NULL
    LOOP
        PERFORM pg_terminate_backend(holder);
    END LOOP;
END $$;
VACUUM (VERBOSE, ANALYZE) label_job;
