-- buyer_id has an index already.
CREATE INDEX orders_seller_placed_idx ON orders (seller_id, placed_at, order_id);
CREATE INDEX orders_open_idx ON orders (placed_at, order_id) WHERE status = 'open';
DROP INDEX orders_seller_idx, orders_status_idx, orders_status_placed_idx;
