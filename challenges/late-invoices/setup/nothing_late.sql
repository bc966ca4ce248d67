INSERT INTO account (account_id, name, internal) VALUES (1, 'Pays In Time', false), (2, 'Own Branch', true);

INSERT INTO invoice (invoice_id, account_id, due_on, total, voided_at) VALUES
    (1, 1, '2026-06-10', 100.00, NULL), (2, 2, '2026-06-10', 100.00, NULL), (3, 1, '2026-07-10', 100.00, NULL);

INSERT INTO payment (payment_id, account_id, invoice_id, received_at, amount) VALUES (1, 1, 1, '2026-06-09 10:00', 100.00);

INSERT INTO reminder (reminder_id, invoice_id, sent_at) VALUES (1, 2, '2026-06-20 08:00');
