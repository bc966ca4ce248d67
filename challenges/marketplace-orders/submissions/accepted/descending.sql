create index concurrently seller_page on orders (seller_id, placed_at desc, order_id desc);
create index concurrently queue on orders (placed_at, order_id) where status = 'open';
create index concurrently spent on orders (buyer_id, placed_at) include (total_cents);
drop index orders_seller_idx, orders_buyer_idx, orders_status_idx, orders_status_placed_idx;
analyze orders;
