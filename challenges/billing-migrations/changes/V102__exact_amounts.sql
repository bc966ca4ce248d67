-- V102 Money is exact: amounts were double precision.
SET LOCAL lock_timeout = '3s';

-- Sums of a line, in the currency of its invoice.
ALTER TABLE invoice_line
    ALTER COLUMN amount TYPE numeric(12,2) USING round(amount::numeric, 2);

-- Prices, also those of metered services.
ALTER TABLE price
    ALTER COLUMN unit_price TYPE numeric(10,2) USING round(unit_price::numeric, 2);

-- Notes were cut off after 500 characters.
ALTER TABLE customer ALTER COLUMN note TYPE text;
