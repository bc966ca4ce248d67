-- Ties of the same instant are rare: a sort of two rows costs nothing, and the index is smaller.
DROP INDEX orders_seller_idx;
CREATE INDEX ON orders (seller_id, placed_at);
DROP INDEX orders_status_idx, orders_status_placed_idx;
CREATE INDEX ON orders (placed_at) WHERE status = 'open';
DROP INDEX orders_buyer_idx;
CREATE INDEX ON orders (buyer_id, placed_at) INCLUDE (total_cents);
VACUUM (ANALYZE) orders;
