-- cause: old-snapshot
-- evidence
SELECT pid FROM pg_stat_activity WHERE state = 'idle in transaction';
-- runbook
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle in transaction';
VACUUM label_job;
