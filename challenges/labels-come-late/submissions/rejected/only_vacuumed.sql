-- cause: autovacuum
-- evidence
SELECT relname FROM pg_stat_user_tables ORDER BY n_dead_tup DESC LIMIT 1;
-- runbook
ALTER TABLE label_job SET (autovacuum_enabled = on, autovacuum_vacuum_scale_factor = 0.01);
VACUUM (ANALYZE) label_job;
