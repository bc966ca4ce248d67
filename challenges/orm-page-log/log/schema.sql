CREATE TABLE seller  (id bigint PRIMARY KEY, name text, locale text, balance numeric(12,2), last_seen_at timestamptz);
CREATE TABLE buyer   (id bigint PRIMARY KEY, name text, email text UNIQUE);
CREATE TABLE orders  (id bigint PRIMARY KEY, seller_id bigint, buyer_id bigint, number text, status text,
                      total numeric(12,2), created_at timestamptz);
CREATE TABLE item    (id bigint PRIMARY KEY, order_id bigint, product_id bigint, quantity int);
CREATE TABLE message (id bigint PRIMARY KEY, order_id bigint, body text);
CREATE TABLE parcel  (id bigint PRIMARY KEY, order_id bigint, carrier text, state text);
CREATE TABLE product (id bigint PRIMARY KEY, name text, price numeric(12,2), description text, photo bytea);
CREATE TABLE rating  (id bigint PRIMARY KEY, seller_id bigint, stars int, words text);

CREATE INDEX ON orders (seller_id, created_at DESC, id DESC);
CREATE INDEX ON item (order_id);
CREATE INDEX ON message (order_id);
CREATE INDEX ON parcel (order_id);
CREATE INDEX ON rating (seller_id);
