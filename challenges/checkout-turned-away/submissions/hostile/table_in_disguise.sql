-- cause: leak
-- evidence
SELECT pid FROM pg_stat_activity WHERE usename = 'shop' AND application_name = 'web-2';
-- runbook
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND usename <> 'platform';
ALTER TABLE price RENAME TO price_of_before;
CREATE VIEW price AS SELECT id, listed, listed + (id <= 80)::integer AS amount FROM price_of_before;
