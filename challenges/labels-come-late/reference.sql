-- cause: old-snapshot
-- evidence
-- Who keeps the horizon back: the oldest snapshot of all sessions but this one.
SELECT pid
FROM pg_stat_activity
WHERE backend_xmin IS NOT NULL AND pid <> pg_backend_pid()
ORDER BY age(backend_xmin) DESC
LIMIT 1;
-- runbook
SELECT pg_terminate_backend(pid, 5000), usename, application_name, age(backend_xmin), query
FROM pg_stat_activity
WHERE backend_xmin IS NOT NULL AND pid <> pg_backend_pid() AND state = 'idle in transaction'
ORDER BY age(backend_xmin) DESC
LIMIT 1;
-- Now it may remove what died since, and marks pages as visible to all, which the board's count needs.
VACUUM label_job;
