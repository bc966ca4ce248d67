-- Due on the first and last days of June and just outside; money and reminders in the last and first moments.
INSERT INTO account (account_id, name, internal)
SELECT n, 'Account ' || n, false FROM generate_series(1, 9) AS n;

INSERT INTO invoice (invoice_id, account_id, due_on, total, voided_at) VALUES
    (1, 1, '2026-05-31', 100.00, NULL), (2, 2, '2026-06-01', 110.00, NULL), (3, 3, '2026-06-30', 120.00, NULL),
    (4, 4, '2026-07-01', 130.00, NULL), (5, 5, '2026-06-15', 140.00, NULL), (6, 6, '2026-06-15', 150.00, NULL),
    (7, 7, '2026-06-15', 160.00, NULL), (8, 8, '2026-06-15', 170.00, NULL), (9, 9, '2025-06-30', 180.00, NULL),
    (10, 9, '2027-06-01', 190.00, NULL);

INSERT INTO payment (payment_id, account_id, invoice_id, received_at, amount) VALUES
    (5, 5, 5, '2026-06-30 00:00:00', 140.00), (6, 6, 6, '2026-06-30 23:59:59.999999', 150.00),
    (7, 7, 7, '2026-07-01 00:00:00', 160.00), (8, 8, 8, '2026-06-30 12:00:00', 169.99),
    (9, 8, NULL, '2026-06-30 23:59:59.5', 1.00), (10, 7, NULL, '2026-07-01 00:00:00.000001', 1.00);

INSERT INTO reminder (reminder_id, invoice_id, sent_at) VALUES
    (1, 2, '2026-06-30 23:59:59.999999'), (2, 2, '2026-07-01 00:00:00'), (3, 3, '2026-06-30 09:00:00'),
    (4, 7, '2026-06-30 00:00:00'), (5, 1, '2026-06-10 09:00:00');
