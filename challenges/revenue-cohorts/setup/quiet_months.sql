-- A cohort falls silent and comes back; in some months nobody buys at all; in some nobody is new.
INSERT INTO account (account_id, email, country, is_test) VALUES
    (1, 'once@example.com', 'DE', false), (2, 'returns@example.com', NULL, false),
    (3, 'late@example.com', 'AT', false), (4, 'later@example.com', 'AT', false),
    (5, 'never@example.com', 'AT', false);

INSERT INTO payment (payment_id, account_id, paid_on, amount, status) VALUES
    (1, 1, '2024-10-05', 25.00, 'captured'),
    (2, 2, '2024-10-20', 35.00, 'captured'),
    (3, 2, '2025-03-02', 45.00, 'captured'),
    (4, 3, '2025-03-15', 55.00, 'captured'),
    (5, 4, '2025-06-15', 65.00, 'captured'),
    (6, 4, '2025-06-16', 65.00, 'captured');
