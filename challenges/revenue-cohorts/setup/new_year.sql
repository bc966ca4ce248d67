-- A turn of the year whose first day belongs to the last ISO week of the year before; the last month is a January.
INSERT INTO account (account_id, email, country, is_test) VALUES
    (1, 'a@example.com', 'DE', false), (2, 'b@example.com', 'AT', false);

INSERT INTO payment (payment_id, account_id, paid_on, amount, status) VALUES
    (1, 1, '2022-11-30', 10.00, 'captured'), (2, 1, '2023-01-01', 11.00, 'captured'),
    (3, 2, '2023-01-01', 12.00, 'captured');
