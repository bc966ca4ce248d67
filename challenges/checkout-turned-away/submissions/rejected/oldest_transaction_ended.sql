-- cause: leak
-- evidence
SELECT pid FROM pg_stat_activity WHERE state = 'idle in transaction' ORDER BY xact_start LIMIT 1;
-- runbook
SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE state = 'idle in transaction';
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle in transaction' ORDER BY xact_start LIMIT 1;
SET ROLE shop;
ALTER ROLE shop SET idle_in_transaction_session_timeout = '1min';
