-- cause: billing
-- evidence
SELECT pid FROM pg_stat_activity WHERE usename = 'billing';
-- runbook
SET ROLE deploy;
ALTER TABLE orders ADD COLUMN gift_note text;
