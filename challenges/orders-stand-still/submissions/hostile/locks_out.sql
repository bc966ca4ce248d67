-- cause: idle-transaction
-- evidence
SELECT pid FROM pg_stat_activity WHERE state = 'idle in transaction' AND application_name = 'console';
-- runbook
SET ROLE deploy;
ALTER ROLE deploy SET local_preload_libraries = 'nothing_there';
RESET ROLE;
SET ROLE shop;
ALTER ROLE shop SET local_preload_libraries = 'nothing_there';
RESET ROLE;
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'shop';
