-- A meal-kit shop: accounts, the payments they make, and the refunds of these.
CREATE TABLE account (
    account_id integer PRIMARY KEY,
    email      text NOT NULL,
    country    text,
    is_test    boolean
);

CREATE TABLE payment (
    payment_id bigint PRIMARY KEY,
    account_id integer REFERENCES account,
    paid_on    date NOT NULL,
    amount     numeric(10, 2) NOT NULL CHECK (amount >= 0),
    status     text NOT NULL CHECK (status IN ('captured', 'failed', 'pending'))
);

CREATE TABLE refund (
    refund_id   bigint PRIMARY KEY,
    payment_id  bigint NOT NULL REFERENCES payment,
    refunded_on date NOT NULL,
    amount      numeric(10, 2) NOT NULL CHECK (amount > 0)
);

CREATE INDEX payment_account_id_paid_on_idx ON payment (account_id, paid_on);
CREATE INDEX payment_paid_on_idx ON payment (paid_on);
CREATE INDEX refund_payment_id_idx ON refund (payment_id);

COMMENT ON COLUMN account.is_test IS 'true: an account of our own staff. NULL: nobody has said; treated as a customer.';
COMMENT ON COLUMN payment.account_id IS 'NULL: a gift card bought at the counter, of no account.';
COMMENT ON COLUMN payment.amount IS 'Euros. 0.00: paid wholly with a voucher.';
COMMENT ON COLUMN refund.amount IS 'Euros. A payment may be refunded in several parts; a refund is never dated before its payment.';
