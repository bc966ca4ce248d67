-- cause: missing-index
-- evidence
SELECT indexrelid::regclass FROM pg_index WHERE indrelid = 'label_job'::regclass;
-- runbook
CREATE INDEX CONCURRENTLY label_job_next ON label_job (status, due_at) INCLUDE (parcel_id);
ANALYZE label_job;
