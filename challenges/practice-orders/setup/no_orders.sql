INSERT INTO customer (customer_id, name) VALUES
    (1, 'Never Ordered'), (2, 'Only Cancelled'), (3, 'Ordinary'), (4, 'Free Sample');

INSERT INTO orders (order_id, customer_id, placed_on, status, total) VALUES
    (1, 2, '2026-01-10', 'cancelled', 40.00),
    (2, 2, '2026-01-11', 'cancelled', 40.00),
    (3, 3, '2026-01-12', 'paid', 12.50),
    (4, 4, '2026-01-13', 'shipped', 0.00);
