-- Several refunds of one payment, several refunded payments in a month, months that hold nothing but refunds,
-- a purchase that is wholly refunded, refunds after the last purchase, and equal amounts throughout.
INSERT INTO account (account_id, email, country, is_test) VALUES
    (1, 'a@example.com', 'DE', false), (2, 'b@example.com', 'DE', false), (3, 'c@example.com', 'DE', false);

INSERT INTO payment (payment_id, account_id, paid_on, amount, status) VALUES
    (1, 1, '2025-01-10', 60.00, 'captured'),
    (2, 1, '2025-01-10', 60.00, 'captured'),
    (3, 1, '2025-03-10', 60.00, 'captured'),
    (4, 2, '2025-01-12', 30.00, 'captured'),
    (5, 3, '2025-02-14', 90.00, 'captured');

INSERT INTO refund (refund_id, payment_id, refunded_on, amount) VALUES
    (1, 1, '2025-01-20', 10.00), (2, 1, '2025-01-20', 10.00), (3, 1, '2025-02-20', 40.00),
    (4, 2, '2025-02-21', 60.00),
    (5, 4, '2025-01-12', 30.00),
    (6, 5, '2025-04-01', 45.00), (7, 5, '2025-05-31', 44.00), (8, 5, '2025-03-01', 1.00),
    (9, 3, '2025-04-02', 5.00), (10, 3, '2025-05-02', 5.00);
