-- The page of a seller is the start of one range, read backwards.
CREATE INDEX orders_seller_placed_idx ON orders (seller_id, placed_at, order_id);

-- What is open is a thousandth of all orders.
CREATE INDEX orders_open_idx ON orders (placed_at, order_id) WHERE status = 'open';

-- All that is asked of a buyer is in the index.
CREATE INDEX orders_buyer_placed_idx ON orders (buyer_id, placed_at) INCLUDE (total_cents);

-- Each of these is the beginning of a new one, or nothing reads it any more.
DROP INDEX orders_seller_idx, orders_buyer_idx, orders_status_idx, orders_status_placed_idx;
