-- First and last days of months, a leap day, more than a year, and two payments that make one active customer.
INSERT INTO account (account_id, email, country, is_test) VALUES
    (1, 'a@example.com', 'DE', false), (2, 'b@example.com', 'AT', false),
    (3, 'c@example.com', 'CH', false), (4, 'd@example.com', 'DE', false);

INSERT INTO payment (payment_id, account_id, paid_on, amount, status) VALUES
    (1, 1, '2023-12-31', 10.00, 'captured'), (2, 1, '2024-01-01', 11.00, 'captured'),
    (3, 1, '2024-01-31', 12.00, 'captured'), (4, 1, '2024-02-29', 13.00, 'captured'),
    (5, 1, '2024-03-31', 13.00, 'captured'), (6, 1, '2024-04-01', 13.00, 'captured'),
    (7, 1, '2024-05-31', 14.00, 'captured'), (8, 1, '2024-06-30', 15.00, 'captured'),
    (9, 1, '2024-07-31', 16.00, 'captured'), (10, 1, '2024-08-01', 17.00, 'captured'),
    (11, 1, '2024-09-30', 18.00, 'captured'), (12, 1, '2024-10-01', 19.00, 'captured'),
    (13, 1, '2024-11-30', 19.00, 'captured'), (14, 1, '2024-12-01', 20.00, 'captured'),
    (15, 1, '2025-01-31', 21.00, 'captured'), (16, 1, '2025-02-28', 22.00, 'captured'),
    (17, 2, '2024-01-01', 40.00, 'captured'), (18, 3, '2024-01-31', 41.00, 'captured'),
    (19, 2, '2024-02-01', 42.00, 'captured'), (20, 4, '2024-01-15', 43.00, 'captured');

INSERT INTO refund (refund_id, payment_id, refunded_on, amount) VALUES
    (1, 1, '2023-12-31', 1.00), (2, 2, '2024-01-31', 1.50), (3, 18, '2024-02-01', 2.00);

-- Account 3 keeps the cohort of January 2024 busy: on the first of every month.
INSERT INTO payment (payment_id, account_id, paid_on, amount, status)
SELECT 100 + m, 3, (date '2024-01-01' + m * interval '1 month')::date, 7.00 + m, 'captured'
FROM generate_series(1, 13) AS m;
