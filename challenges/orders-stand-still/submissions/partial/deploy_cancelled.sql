-- cause: idle-transaction
-- evidence
SELECT pid FROM pg_stat_activity
WHERE state = 'idle in transaction' AND query ILIKE '%from orders%';
-- runbook
SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE query ILIKE 'alter table%' AND pid <> pg_backend_pid();
