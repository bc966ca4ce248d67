-- The table is in the order of time.
CREATE INDEX ON orders USING brin (placed_at);
DROP INDEX orders_status_idx;
ANALYZE orders;
