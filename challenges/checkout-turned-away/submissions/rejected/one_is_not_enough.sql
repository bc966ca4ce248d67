-- cause: pool
-- evidence
SELECT pid FROM pg_stat_activity WHERE usename = 'shop' AND state = 'idle';
-- runbook
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE usename = 'shop' AND state = 'idle in transaction' ORDER BY xact_start DESC LIMIT 1;
