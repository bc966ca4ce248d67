-- Beside the generated accounts: the cases that the statement speaks of, one account each.
INSERT INTO account (account_id, email, country, is_test) VALUES
    (900001, 'refunded.later@example.com', 'DE', false),
    (900002, 'voucher@example.com', 'AT', NULL),
    (900003, 'card.declined@example.com', 'DE', false),
    (900004, 'qa@meals.example', NULL, true),
    (900005, 'never.paid@example.com', 'CH', false),
    (900006, 'long.pause@example.com', NULL, NULL);

INSERT INTO payment (payment_id, account_id, paid_on, amount, status) VALUES
    (900001, 900001, '2023-11-30', 80.00, 'captured'),
    (900002, 900002, '2023-11-01', 0.00, 'captured'),
    (900003, 900003, '2023-10-02', 45.00, 'failed'),
    (900004, 900003, '2023-11-05', 45.00, 'captured'),
    (900005, 900004, '2023-09-09', 999.00, 'captured'),
    (900006, 900006, '2023-11-20', 30.00, 'captured'),
    (900007, 900006, '2025-02-28', 35.00, 'captured'),
    (900008, 900005, '2024-03-03', 25.00, 'pending'),
    (900009, 900001, '2023-11-30', 20.00, 'captured');

INSERT INTO refund (refund_id, payment_id, refunded_on, amount) VALUES
    (900001, 900001, '2023-12-01', 30.00),
    (900002, 900001, '2024-01-31', 50.00),
    (900003, 900003, '2023-12-15', 45.00);
