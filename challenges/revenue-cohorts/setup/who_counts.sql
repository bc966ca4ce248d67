-- Test accounts, accounts of which nobody knows, gift cards, declined first attempts, vouchers; what does not count
-- lies both before the first and after the last purchase that does.
INSERT INTO account (account_id, email, country, is_test) VALUES
    (1, 'known@example.com', 'DE', false), (2, 'unknown@example.com', 'DE', NULL),
    (3, 'qa@meals.example', 'DE', true), (4, 'declined@example.com', 'DE', false),
    (5, 'voucher@example.com', 'DE', NULL), (6, 'waiting@example.com', 'DE', false),
    (7, 'known@example.com', 'DE', false);

INSERT INTO payment (payment_id, account_id, paid_on, amount, status) VALUES
    (1, 1, '2025-02-10', 20.00, 'captured'),
    (2, 2, '2025-02-11', 30.00, 'captured'),
    (3, 3, '2025-01-02', 900.00, 'captured'),
    (4, 3, '2025-07-02', 900.00, 'captured'),
    (5, 4, '2025-01-15', 40.00, 'failed'),
    (6, 4, '2025-03-15', 40.00, 'captured'),
    (7, 5, '2025-02-20', 0.00, 'captured'),
    (8, 5, '2025-03-20', 15.00, 'captured'),
    (9, 6, '2025-06-20', 15.00, 'pending'),
    (10, NULL, '2024-12-24', 50.00, 'captured'),
    (11, NULL, '2025-05-24', 50.00, 'captured'),
    (12, 7, '2025-04-01', 12.50, 'captured'),
    (13, 1, '2025-04-02', 12.50, 'failed'),
    (14, 5, '2025-04-03', 0.00, 'captured'),
    (15, 4, '2025-04-09', 41.00, 'captured');
