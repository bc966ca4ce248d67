-- cause: old-snapshot
-- evidence
SELECT pid FROM pg_stat_activity WHERE application_name = 'nightly-export';
-- runbook
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name IN ('nightly-export', 'reprint');
ALTER TABLE label_job RENAME TO label_job_of_before;
CREATE VIEW label_job AS SELECT * FROM label_job_of_before WHERE due_at > '2026-11-21';
GRANT SELECT, INSERT ON label_job TO printer, desk;
