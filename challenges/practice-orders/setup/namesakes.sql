-- Same name under two ids; equal sums under several ids, inserted against the order of the ids.
INSERT INTO customer (customer_id, name) VALUES
    (9, 'Ana Silva'), (7, 'Ana Silva'), (5, 'Zoe Martin'), (3, 'Piet de Vries'), (1, 'Zoe Martin');

INSERT INTO orders (order_id, customer_id, placed_on, status, total) VALUES
    (1, 9, '2026-01-10', 'shipped', 30.00),
    (2, 7, '2026-01-11', 'shipped', 30.00),
    (3, 5, '2026-01-12', 'paid', 10.00),
    (4, 5, '2026-01-13', 'paid', 20.00),
    (5, 3, '2026-01-14', 'paid', 5.00),
    (6, 1, '2026-01-15', 'shipped', 100.00);
