-- cause: leak
-- evidence
WITH held AS (
    SELECT application_name, array_agg(pid) AS pids
    FROM pg_stat_activity
    WHERE usename = 'shop' AND state = 'idle in transaction'
    GROUP BY application_name
    HAVING count(*) > 1
)
SELECT unnest(pids) FROM held;
-- runbook
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE application_name = 'web-2' AND state = 'idle in transaction';
SET ROLE shop;
ALTER ROLE shop SET idle_in_transaction_session_timeout = 60000;
RESET ROLE;
