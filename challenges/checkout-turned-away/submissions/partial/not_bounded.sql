-- cause: leak
-- evidence
SELECT pid FROM pg_stat_activity WHERE usename = 'shop' AND state = 'idle in transaction' AND backend_xid IS NULL;
-- runbook
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE usename = 'shop' AND state = 'idle in transaction' AND backend_xid IS NULL;
SET idle_in_transaction_session_timeout = '1min';
