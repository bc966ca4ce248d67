CREATE TABLE customer (
    customer_id bigint PRIMARY KEY,
    name text NOT NULL
);

CREATE TABLE subscription (
    subscription_id bigint PRIMARY KEY,
    customer_id bigint NOT NULL REFERENCES customer,
    seats integer NOT NULL CHECK (seats > 0),
    monthly_price numeric(10, 2) NOT NULL,
    started_on date NOT NULL,
    ended_on date,
    CHECK (ended_on > started_on)
);

CREATE TABLE sign_in (
    sign_in_id bigint PRIMARY KEY,
    customer_id bigint NOT NULL REFERENCES customer,
    email text,
    at timestamp NOT NULL
);
