INSERT INTO account (account_id, email, country, is_test) VALUES (7, 'only@example.com', NULL, NULL);

INSERT INTO payment (payment_id, account_id, paid_on, amount, status) VALUES (1, 7, '2025-12-31', 19.99, 'captured');
