-- Ordinary books: June of this year beside its neighbours and June of last year; never paid, paid in part, paid in
-- full and paid too late; one reminder at most; customers only.
INSERT INTO account (account_id, name, internal) VALUES
    (1, 'Adler Bau', false), (2, 'Birke Markt', false), (3, 'Dorn Technik', false), (4, 'Eiche Handel', false),
    (5, 'Falk & Co', false);

INSERT INTO invoice (invoice_id, account_id, due_on, total, voided_at) VALUES
    (1, 1, '2026-06-05', 100.00, NULL), (2, 1, '2026-06-12', 250.00, NULL), (3, 1, '2026-05-20', 999.00, NULL),
    (4, 2, '2026-06-08', 400.00, NULL), (5, 2, '2026-06-18', 50.50, NULL), (6, 2, '2025-06-18', 777.00, NULL),
    (7, 3, '2026-06-20', 80.00, NULL), (8, 3, '2026-07-20', 90.00, NULL),
    (9, 4, '2026-06-25', 1200.00, NULL), (10, 4, '2026-06-11', 60.00, NULL),
    (11, 5, '2026-04-03', 300.00, NULL), (12, 5, '2026-07-03', 300.00, NULL);

INSERT INTO payment (payment_id, account_id, invoice_id, received_at, amount) VALUES
    (1, 1, 1, '2026-06-07 10:00', 40.00), (2, 2, 4, '2026-06-10 11:30', 400.00),
    (3, 3, 7, '2026-06-18 09:00', 80.00), (4, 4, 9, '2026-06-20 14:15', 200.00), (5, 4, 10, '2026-07-09 08:00', 60.00),
    (6, 5, 11, '2026-04-01 08:00', 300.00), (7, 1, 3, '2026-06-28 16:00', 999.00), (8, 2, 6, '2025-06-17 12:00', 777.00);

INSERT INTO reminder (reminder_id, invoice_id, sent_at) VALUES
    (1, 1, '2026-06-15 08:00'), (2, 3, '2026-06-01 08:00'), (3, 5, '2026-06-25 08:00'), (4, 10, '2026-06-18 08:00'),
    (5, 9, '2026-07-05 08:00'), (6, 4, '2026-06-09 08:00');
