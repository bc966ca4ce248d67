-- cause: leak
-- evidence
SELECT pid FROM pg_stat_activity
WHERE state = 'idle in transaction' AND query LIKE 'SELECT%' AND usename = 'shop';
-- runbook
-- First the bound, so that what comes next is bounded already.
SET ROLE shop;
ALTER ROLE shop SET idle_in_transaction_session_timeout TO '90s';
RESET ROLE;
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE state = 'idle in transaction' AND query LIKE 'SELECT%' AND usename = 'shop';
