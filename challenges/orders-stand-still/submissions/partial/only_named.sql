-- cause: idle-transaction
-- evidence
SELECT DISTINCT b.pid FROM pg_stat_activity AS w, unnest(pg_blocking_pids(w.pid)) AS b (pid)
WHERE pg_blocking_pids(b.pid) = '{}'
-- runbook
-- A cancel does not reach a session that is idle.
SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE state = 'idle in transaction';
