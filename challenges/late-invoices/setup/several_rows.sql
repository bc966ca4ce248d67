-- Several payments and several reminders of one invoice, equal ones among them; paid too much, paid exactly, returned
-- by the bank, paid by another account or by two others; invoices of one account due on different days, reminded of; namesakes; equal sums outstanding.
INSERT INTO account (account_id, name, internal) VALUES
    (9, 'Twin', false), (4, 'Twin', false), (5, 'Overpays', false), (6, 'Returned', false), (7, 'Pays For Others', false),
    (8, 'Exact', false);

INSERT INTO invoice (invoice_id, account_id, due_on, total, voided_at) VALUES
    (1, 9, '2026-06-10', 300.00, NULL), (2, 4, '2026-06-10', 100.00, NULL), (3, 4, '2026-06-10', 100.00, NULL),
    (4, 5, '2026-06-12', 100.00, NULL), (5, 5, '2026-06-13', 120.00, NULL), (6, 6, '2026-06-14', 90.00, NULL),
    (7, 8, '2026-06-15', 77.00, NULL), (8, 7, '2026-06-16', 33.00, NULL), (9, 4, '2026-06-20', 80.00, NULL);

INSERT INTO payment (payment_id, account_id, invoice_id, received_at, amount) VALUES
    (1, 9, 1, '2026-06-11 10:00', 50.00), (2, 9, 1, '2026-06-11 10:00', 50.00), (3, 9, 1, '2026-06-12 10:00', 20.00),
    (4, 5, 4, '2026-06-12 10:00', 500.00), (5, 6, 6, '2026-06-12 10:00', 90.00), (6, 6, 6, '2026-06-19 10:00', -90.00),
    (7, 8, 7, '2026-06-12 10:00', 70.00), (8, 8, 7, '2026-06-13 10:00', 7.00), (9, 7, 3, '2026-06-29 10:00', 50.00),
    (10, 7, 9, '2026-06-14 10:00', 40.00), (11, 5, 9, '2026-06-15 10:00', 10.00);

INSERT INTO reminder (reminder_id, invoice_id, sent_at) VALUES
    (1, 1, '2026-06-15 08:00'), (2, 1, '2026-06-22 08:00'), (3, 1, '2026-06-22 08:00'), (4, 2, '2026-06-22 08:00'),
    (5, 3, '2026-06-23 08:00'), (6, 4, '2026-06-23 08:00'), (7, 6, '2026-06-24 08:00'), (8, 6, '2026-06-25 08:00'),
    (9, 9, '2026-06-26 08:00');
