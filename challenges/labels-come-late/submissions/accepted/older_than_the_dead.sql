-- cause: old-snapshot
-- evidence
SELECT a.pid
FROM pg_stat_activity AS a
JOIN pg_locks AS l ON l.pid = a.pid AND l.locktype = 'virtualxid'
WHERE a.backend_xmin::text::bigint = (
    SELECT min(backend_xmin::text::bigint) FROM pg_stat_activity WHERE state = 'idle in transaction'
) AND a.pid <> pg_backend_pid() AND a.state = 'idle in transaction';
-- runbook
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE usename = 'export' AND state = 'idle in transaction' AND backend_xmin IS NOT NULL;
VACUUM;
