-- cause: leak
-- evidence
-- Idle in a transaction that wrote nothing, and several of the same program: nobody waits for their next word.
SELECT pid
FROM pg_stat_activity
WHERE usename = 'shop' AND state = 'idle in transaction' AND backend_xid IS NULL;
-- runbook
SELECT pg_terminate_backend(pid, 5000), application_name, xact_start, query
FROM pg_stat_activity
WHERE usename = 'shop' AND state = 'idle in transaction' AND backend_xid IS NULL;
SET ROLE shop;
ALTER ROLE shop SET idle_in_transaction_session_timeout = '5min';
