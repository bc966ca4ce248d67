CREATE TABLE discount (
    discount_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name        text NOT NULL UNIQUE     -- 'student', 'group of ten'
);

CREATE TABLE price (
    event_id    bigint NOT NULL REFERENCES event ON DELETE CASCADE,
    category    text NOT NULL CHECK (category IN ('A', 'B', 'C', 'standing')),
    discount_id bigint REFERENCES discount,   -- NULL: the regular price
    amount      numeric(10,2) NOT NULL CHECK (amount >= 0),
    UNIQUE (event_id, category, discount_id)
);

CREATE TABLE account (
    account_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email      text NOT NULL UNIQUE,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE login_log (
    account_id bigint NOT NULL,          -- no foreign key: outlives the account
    at         timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE orders (
    order_id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id bigint REFERENCES account ON DELETE SET NULL,
    bought_at  timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON orders (account_id);

CREATE TABLE ticket (
    ticket_id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id     bigint NOT NULL,
    event_id     bigint NOT NULL REFERENCES event ON DELETE CASCADE,
    seat_id      bigint REFERENCES seat,      -- NULL: standing
    event_title  text NOT NULL,
    venue_name   text NOT NULL,
    paid         numeric(10,2) NOT NULL CHECK (paid >= 0),  -- copied from price
    fee          double precision NOT NULL,   -- 2.5 % of paid
    cancelled_at timestamptz
);
CREATE UNIQUE INDEX ticket_seat_once ON ticket (event_id, seat_id)
    WHERE cancelled_at IS NULL;
CREATE INDEX ON ticket (order_id);
CREATE INDEX ON ticket (seat_id);
