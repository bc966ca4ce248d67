-- cause: limit
-- evidence
SELECT rolname FROM pg_roles WHERE rolconnlimit = 9;
-- runbook
ALTER ROLE shop CONNECTION LIMIT 50;
ALTER SYSTEM SET max_connections = 500;
SELECT pg_reload_conf();
