-- A tea shop: customers and their orders.
CREATE TABLE customer (
    customer_id integer PRIMARY KEY,
    name        text NOT NULL
);

CREATE TABLE orders (
    order_id    integer PRIMARY KEY,
    customer_id integer NOT NULL REFERENCES customer,
    placed_on   date NOT NULL,
    status      text NOT NULL CHECK (status IN ('paid', 'shipped', 'cancelled')),
    total       numeric(10, 2) NOT NULL CHECK (total >= 0)
);

CREATE INDEX orders_customer_id_idx ON orders (customer_id);

COMMENT ON TABLE customer IS 'Everyone who has opened an account.';
COMMENT ON COLUMN orders.total IS 'Euros, VAT included.';
