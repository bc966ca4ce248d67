-- Never paid, never reminded, an account that has never paid anything; payments announced without an amount; invoices
-- without a price; accounts of which nobody knows whether they are internal; voided invoices.
INSERT INTO account (account_id, name, internal) VALUES
    (1, 'Never Paid', false), (2, 'Unclassified', NULL), (3, 'Own Branch', true), (4, 'Announced', false),
    (5, 'No Price', false), (6, 'Voided', NULL), (7, 'Only Announced Elsewhere', false);

INSERT INTO invoice (invoice_id, account_id, due_on, total, voided_at) VALUES
    (1, 1, '2026-06-10', 100.00, NULL), (2, 2, '2026-06-11', 200.00, NULL), (3, 3, '2026-06-12', 300.00, NULL),
    (4, 4, '2026-06-13', 400.00, NULL), (5, 4, '2026-06-14', 410.00, NULL), (6, 5, '2026-06-15', NULL, NULL),
    (7, 6, '2026-06-16', 600.00, '2026-06-01 00:00'), (8, 6, '2026-06-17', 610.00, '2026-07-15 10:00'),
    (9, 7, '2026-06-18', 0.00, NULL), (10, 5, '2026-06-19', 0.01, NULL), (11, 6, '2026-06-20', 5.00, NULL);

INSERT INTO payment (payment_id, account_id, invoice_id, received_at, amount) VALUES
    (1, 2, NULL, '2026-06-20 10:00', 200.00), (2, 4, 4, '2026-06-21 10:00', NULL), (3, 4, 5, '2026-06-22 10:00', NULL),
    (4, 4, 5, '2026-06-23 10:00', 10.00), (5, 5, 6, '2026-06-24 10:00', 50.00), (6, 7, 9, '2026-06-25 10:00', NULL),
    (7, 3, 3, '2026-06-26 10:00', 100.00);

INSERT INTO reminder (reminder_id, invoice_id, sent_at) VALUES
    (1, 3, '2026-06-20 08:00'), (2, 7, '2026-06-20 08:00'), (3, 4, '2026-06-20 08:00');
