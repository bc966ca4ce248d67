/* /* a comment in a comment */ CREATE INDEX hides ON orders (seller_id); */ DELETE FROM orders WHERE status = 'delivered';
