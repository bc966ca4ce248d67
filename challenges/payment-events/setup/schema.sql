CREATE TABLE account (
    account_id integer PRIMARY KEY,
    balance numeric(12, 2) NOT NULL
);

CREATE TABLE payment (
    payment_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    request_id text NOT NULL UNIQUE,
    account_id integer NOT NULL REFERENCES account,
    amount numeric(12, 2) NOT NULL CHECK (amount > 0)
);

CREATE TABLE event (
    account_id integer NOT NULL REFERENCES account,
    number integer NOT NULL,
    request_id text NOT NULL,
    balance numeric(12, 2) NOT NULL,
    sent boolean NOT NULL DEFAULT false,
    PRIMARY KEY (account_id, number)
);

GRANT SELECT, INSERT, UPDATE ON account, payment, event TO gateway;
