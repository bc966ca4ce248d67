-- Beside the generated accounts: one of each case that the books hold.
INSERT INTO account (account_id, name, internal) VALUES
    (9001, 'Nordlicht Handel', NULL), (9002, 'Eigene Filiale Ost', true), (9003, 'Nordlicht Handel', false),
    (9004, 'Pünktlich GmbH', false);

INSERT INTO invoice (invoice_id, account_id, due_on, total, voided_at) VALUES
    (90001, 9001, '2026-06-01', 500.00, NULL), (90002, 9001, '2026-06-30', 300.00, NULL),
    (90003, 9002, '2026-06-15', 800.00, NULL), (90004, 9003, '2026-06-10', NULL, NULL),
    (90005, 9003, '2026-06-12', 120.00, NULL), (90006, 9003, '2026-06-12', 450.00, '2026-06-02 09:00'),
    (90007, 9004, '2026-06-20', 60.00, NULL), (90008, 9001, '2026-07-01', 70.00, NULL);

INSERT INTO payment (payment_id, account_id, invoice_id, received_at, amount) VALUES
    (90001, 9001, 90001, '2026-06-30 23:10', 200.00), (90002, 9001, 90002, '2026-07-01 00:00', 300.00),
    (90003, 9003, 90005, '2026-06-20 10:00', NULL), (90004, 9004, 90007, '2026-06-30 17:45', 60.00),
    (90005, 9003, NULL, '2026-06-28 08:15', 120.00);

INSERT INTO reminder (reminder_id, invoice_id, sent_at) VALUES
    (90001, 90001, '2026-06-08 08:00'), (90002, 90001, '2026-06-22 08:00'), (90003, 90001, '2026-07-06 08:00'),
    (90004, 90005, '2026-06-30 18:00');
