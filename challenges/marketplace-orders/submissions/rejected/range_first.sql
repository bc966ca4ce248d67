CREATE INDEX ON orders (placed_at, seller_id);
CREATE INDEX ON orders (placed_at, status);
CREATE INDEX ON orders (placed_at, buyer_id);
ANALYZE orders;
