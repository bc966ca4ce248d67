-- no-transaction
-- V104 Look-ups by customer, positive payments, no dead customers.
SET lock_timeout = '3s';

CREATE INDEX CONCURRENTLY IF NOT EXISTS payment_customer_idx
    ON payment (customer_id, paid_at);

DROP INDEX CONCURRENTLY IF EXISTS payment_old_idx;

ALTER TABLE payment DROP CONSTRAINT IF EXISTS payment_amount_positive;
ALTER TABLE payment
    ADD CONSTRAINT payment_amount_positive CHECK (amount > 0) NOT VALID;
ALTER TABLE payment VALIDATE CONSTRAINT payment_amount_positive;

DELETE FROM customer
 WHERE NOT EXISTS (SELECT FROM invoice WHERE invoice.customer_id = customer.id);

ANALYZE payment;
