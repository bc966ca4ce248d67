-- Refunds booked on payments that were never captured, on test purchases and on gift cards: none of them counts,
-- and none of them makes the report longer.
INSERT INTO account (account_id, email, country, is_test) VALUES
    (1, 'a@example.com', 'DE', false), (2, 'qa@meals.example', 'DE', true), (3, 'c@example.com', 'DE', NULL);

INSERT INTO payment (payment_id, account_id, paid_on, amount, status) VALUES
    (1, 1, '2025-01-10', 60.00, 'captured'),
    (2, 1, '2025-01-11', 60.00, 'failed'),
    (3, 1, '2025-01-12', 25.00, 'pending'),
    (4, 2, '2025-01-13', 500.00, 'captured'),
    (5, NULL, '2025-01-14', 50.00, 'captured'),
    (6, 3, '2025-02-01', 10.00, 'captured');

INSERT INTO refund (refund_id, payment_id, refunded_on, amount) VALUES
    (1, 2, '2025-02-02', 60.00), (2, 3, '2025-06-03', 25.00), (3, 4, '2025-07-04', 500.00),
    (4, 5, '2025-08-05', 50.00), (5, 1, '2025-02-05', 7.00);
