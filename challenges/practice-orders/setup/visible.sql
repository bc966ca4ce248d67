INSERT INTO customer (customer_id, name) VALUES
    (1, 'Amara Okafor'), (2, 'Bo Lindqvist'), (3, 'Chiara Conti'), (4, 'Dev Patel'),
    (5, 'Elin Berg'), (6, 'Farid Haddad'), (7, 'Grace Lee'), (8, 'Bo Lindqvist');

INSERT INTO orders (order_id, customer_id, placed_on, status, total) VALUES
    (101, 1, '2026-01-04', 'shipped', 24.90),
    (102, 1, '2026-01-19', 'shipped', 12.00),
    (103, 2, '2026-01-20', 'cancelled', 88.00),
    (104, 3, '2026-02-02', 'shipped', 61.50),
    (105, 3, '2026-02-02', 'shipped', 61.50),
    (106, 4, '2026-02-11', 'shipped', 9.80),
    (107, 1, '2026-02-14', 'cancelled', 35.00),
    (108, 6, '2026-02-27', 'paid', 36.90),
    (109, 4, '2026-03-01', 'shipped', 0.00),
    (110, 8, '2026-03-03', 'paid', 18.40),
    (111, 7, '2026-03-05', 'paid', 112.35);
