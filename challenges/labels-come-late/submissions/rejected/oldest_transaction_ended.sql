-- cause: old-snapshot
-- evidence
SELECT pid FROM pg_stat_activity WHERE state = 'idle in transaction' ORDER BY xact_start LIMIT 1;
-- runbook
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle in transaction' ORDER BY xact_start LIMIT 1;
VACUUM label_job;
