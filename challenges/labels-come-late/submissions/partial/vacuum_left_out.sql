-- cause: old-snapshot
-- evidence
SELECT pid FROM pg_stat_activity WHERE application_name = 'nightly-export';
-- runbook
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'nightly-export';
