-- cause: limit
-- evidence
SELECT pid FROM pg_stat_activity WHERE usename = 'shop';
-- runbook
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'shop';
