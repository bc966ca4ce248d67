-- Amounts are cents. status moves from open to shipped to delivered; few orders are cancelled or disputed.
CREATE TABLE seller (
    seller_id integer PRIMARY KEY,
    name text NOT NULL
);

CREATE TABLE orders (
    order_id bigint NOT NULL,
    seller_id integer NOT NULL,
    buyer_id integer NOT NULL,
    status text NOT NULL CHECK (status IN ('open', 'shipped', 'delivered', 'cancelled', 'disputed')),
    placed_at timestamptz NOT NULL,
    total_cents integer NOT NULL CHECK (total_cents >= 0),
    coupon text
);

-- Statistics see every row: ANALYZE samples 300 rows for each of these, and so gives the same each time.
ALTER TABLE orders ALTER COLUMN order_id SET STATISTICS 10000;
