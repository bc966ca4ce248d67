-- cause: idle-transaction
-- evidence
-- Whoever others wait for, at whatever distance, and who waits for nobody.
SELECT DISTINCT root.pid
FROM pg_stat_activity AS waiting
CROSS JOIN LATERAL unnest(pg_blocking_pids(waiting.pid)) AS blocker (pid)
JOIN pg_stat_activity AS root ON root.pid = blocker.pid
WHERE cardinality(pg_blocking_pids(root.pid)) = 0;
-- runbook
SELECT pg_terminate_backend(root.pid, 5000), root.usename, root.application_name, root.query
FROM pg_stat_activity AS root
WHERE root.state = 'idle in transaction'
  AND cardinality(pg_blocking_pids(root.pid)) = 0
  AND root.pid IN (SELECT unnest(pg_blocking_pids(waiting.pid)) FROM pg_stat_activity AS waiting);
