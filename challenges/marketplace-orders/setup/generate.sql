-- assessor.scale thousand orders of two years, in the order in which they were placed. Few sellers have most of them;
-- nearly all that is old is delivered, and what is open is young.
INSERT INTO seller (seller_id, name) SELECT n, 'Seller ' || n FROM generate_series(1, 5000) AS n;

INSERT INTO orders (order_id, seller_id, buyer_id, status, placed_at, total_cents, coupon)
SELECT
    o.n,
    1 + floor(5000 * power(o.who, 3))::integer,
    1 + floor(100000 * power(o.buys, 3))::integer,
    CASE
        WHEN o.state < 0.03 THEN 'cancelled'
        WHEN o.state < 0.032 THEN 'disputed'
        WHEN o.age < 0.002 AND o.state < 0.9 THEN 'open'
        WHEN o.age < 0.006 AND o.state < 0.8 THEN 'shipped'
        WHEN o.state > 0.9995 THEN 'open'
        ELSE 'delivered'
    END,
    timestamptz '2026-03-01 00:00+00' - o.age * interval '730 days',
    100 + floor(20000 * power(o.pays, 4))::integer,
    CASE WHEN o.pays < 0.1 THEN 'SPRING' END
FROM (
    SELECT
        n, random() AS who, random() AS buys, random() AS state, random() AS pays,
        1 - n / (1000.0 * current_setting('assessor.scale')::integer) AS age
    FROM generate_series(1, 1000 * current_setting('assessor.scale')::integer) AS n
) AS o;

ALTER TABLE orders ADD PRIMARY KEY (order_id);
CREATE INDEX orders_seller_idx ON orders (seller_id);
CREATE INDEX orders_buyer_idx ON orders (buyer_id);
CREATE INDEX orders_status_idx ON orders (status);
CREATE INDEX orders_status_placed_idx ON orders (status, placed_at);
