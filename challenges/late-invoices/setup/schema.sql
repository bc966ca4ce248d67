-- A wholesaler's receivables: accounts, their invoices, the payments received and the reminders sent.
CREATE TABLE account (
    account_id integer PRIMARY KEY,
    name       text NOT NULL,
    internal   boolean
);

CREATE TABLE invoice (
    invoice_id bigint PRIMARY KEY,
    account_id integer NOT NULL REFERENCES account,
    due_on     date NOT NULL,
    total      numeric(12, 2),
    voided_at  timestamp
);

CREATE TABLE payment (
    payment_id  bigint PRIMARY KEY,
    account_id  integer NOT NULL REFERENCES account,
    invoice_id  bigint REFERENCES invoice,
    received_at timestamp NOT NULL,
    amount      numeric(12, 2)
);

CREATE TABLE reminder (
    reminder_id bigint PRIMARY KEY,
    invoice_id  bigint NOT NULL REFERENCES invoice,
    sent_at     timestamp NOT NULL
);

CREATE INDEX invoice_account_id_idx ON invoice (account_id);
CREATE INDEX invoice_due_on_idx ON invoice (due_on);
CREATE INDEX payment_account_id_received_at_idx ON payment (account_id, received_at);
CREATE INDEX payment_invoice_id_idx ON payment (invoice_id);
CREATE INDEX reminder_invoice_id_idx ON reminder (invoice_id);

COMMENT ON COLUMN account.internal IS 'true: a branch of our own. NULL: not classified yet; treated as a customer.';
COMMENT ON COLUMN invoice.total IS 'Euros. NULL: not priced yet.';
COMMENT ON COLUMN payment.invoice_id IS 'NULL: not allocated to an invoice yet.';
COMMENT ON COLUMN payment.amount IS 'Euros. NULL: announced by the bank, not booked yet. Negative: returned by the bank.';
COMMENT ON COLUMN payment.received_at IS 'Time of day in the books of the head office.';
