-- cause: deploy-rewrites
-- evidence
SELECT 4711;
-- runbook
SELECT pg_terminate_backend(4711);
