INSERT INTO account (account_id, email, country, is_test) VALUES
    (1, 'declined@example.com', 'DE', false), (2, 'qa@meals.example', 'DE', true);

INSERT INTO payment (payment_id, account_id, paid_on, amount, status) VALUES
    (1, 1, '2025-02-10', 20.00, 'failed'), (2, 2, '2025-02-11', 30.00, 'captured'), (3, NULL, '2025-02-12', 50.00, 'captured');

INSERT INTO refund (refund_id, payment_id, refunded_on, amount) VALUES (1, 1, '2025-03-01', 20.00);
