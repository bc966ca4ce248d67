-- cause: idle-transaction
-- evidence
SELECT pid FROM pg_stat_activity WHERE application_name = 'console';
-- runbook
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name IN ('console', 'deploy-job');
SET ROLE deploy;
ALTER TABLE orders RENAME TO orders_of_before;
CREATE VIEW orders AS SELECT *, NULL::text AS gift_note FROM orders_of_before;
GRANT SELECT, INSERT ON orders TO shop, analyst;
