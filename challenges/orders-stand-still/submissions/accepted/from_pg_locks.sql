-- cause: idle-transaction
-- evidence
SELECT held.pid
FROM pg_locks AS held
JOIN pg_stat_activity AS a USING (pid)
WHERE held.relation = 'orders'::regclass AND held.granted AND a.state LIKE 'idle in transaction%';
-- runbook
-- First let the shop breathe: take the deploy out of the queue. It comes again.
SELECT pg_cancel_backend(pid) FROM pg_stat_activity
WHERE application_name = 'deploy-job' AND wait_event_type = 'Lock';
-- Then the console that it waited for.
SELECT pg_terminate_backend(a.pid)
FROM pg_stat_activity AS a JOIN pg_locks AS l USING (pid)
WHERE l.relation = 'orders'::regclass AND l.granted AND a.state = 'idle in transaction';
