-- Ordinary data; everyone has an order that counts, so that only counts and sums matter here.
INSERT INTO customer (customer_id, name) VALUES
    (11, 'Ines Marques'), (12, 'Jonas Vogel'), (13, 'Keiko Mori'), (14, 'Liam Byrne'), (15, 'Maja Nowak');

INSERT INTO orders (order_id, customer_id, placed_on, status, total) VALUES
    (1, 11, '2025-11-28', 'shipped', 20.00),
    (2, 11, '2025-11-28', 'shipped', 20.00),
    (3, 11, '2025-12-24', 'cancelled', 500.00),
    (4, 12, '2025-12-31', 'paid', 75.25),
    (5, 13, '2026-01-01', 'shipped', 75.24),
    (6, 13, '2026-01-02', 'paid', 0.00),
    (7, 14, '2026-01-03', 'paid', 110.00),
    (8, 15, '2026-01-04', 'shipped', 9.99),
    (9, 15, '2026-01-04', 'cancelled', 9.99);
