-- Every page from an index alone, whatever it weighs.
CREATE INDEX ON orders (seller_id, placed_at, order_id) INCLUDE (buyer_id, status, total_cents, coupon);
CREATE INDEX ON orders (status, placed_at, order_id) INCLUDE (seller_id, buyer_id, total_cents);
CREATE INDEX ON orders (buyer_id, placed_at) INCLUDE (order_id, seller_id, status, total_cents);
DROP INDEX orders_seller_idx, orders_buyer_idx, orders_status_idx;
