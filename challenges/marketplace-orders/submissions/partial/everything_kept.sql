-- The right new indexes, and none of the old ones dropped.
CREATE INDEX ON orders (seller_id, placed_at, order_id);
CREATE INDEX ON orders (placed_at, order_id) WHERE status = 'open';
CREATE INDEX ON orders (buyer_id, placed_at) INCLUDE (total_cents);
