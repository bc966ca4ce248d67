-- cause: deadlock
-- evidence
SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock';
-- runbook
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE pid <> pg_backend_pid() AND datname = current_database() AND usename <> 'platform';
