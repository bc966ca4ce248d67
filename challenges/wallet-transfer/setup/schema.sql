CREATE TABLE wallet (
    wallet_id integer PRIMARY KEY,
    owner text NOT NULL,
    balance numeric(12, 2) NOT NULL CHECK (balance >= 0),
    closed_on date
);

CREATE TABLE transfer (
    transfer_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    request_id uuid NOT NULL UNIQUE,
    from_wallet integer NOT NULL REFERENCES wallet,
    to_wallet integer NOT NULL REFERENCES wallet,
    amount numeric(12, 2) NOT NULL CHECK (amount > 0),
    note text
);

GRANT SELECT, INSERT, UPDATE ON wallet, transfer TO payments;
