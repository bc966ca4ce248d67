-- V101 Invoices get a currency.
SET LOCAL lock_timeout = '3s';

ALTER TABLE invoice ADD COLUMN currency char(3) NOT NULL DEFAULT 'EUR';
ALTER TABLE invoice ADD COLUMN exchange_rate numeric(18,8);

ALTER TABLE invoice
    ADD CONSTRAINT invoice_currency_known
    FOREIGN KEY (currency) REFERENCES currency (code);

CREATE INDEX invoice_currency_idx ON invoice (currency, issued_at);

UPDATE invoice SET exchange_rate = 1 WHERE exchange_rate IS NULL;

COMMENT ON COLUMN invoice.exchange_rate IS 'Units of the currency for one euro when it was issued';
