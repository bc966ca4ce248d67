-- V103 Disputes, and one name for dates.
SET LOCAL lock_timeout = '3s';

ALTER TYPE payment_state ADD VALUE 'disputed' AFTER 'settled';

UPDATE payment
   SET state = 'disputed'
 WHERE id IN (SELECT payment_id FROM dispute WHERE closed_at IS NULL);

ALTER TABLE invoice RENAME COLUMN due TO due_on;

ALTER TABLE invoice ALTER COLUMN issued_at SET DEFAULT now();
