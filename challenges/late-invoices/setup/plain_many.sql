-- Ordinary books, more of them: 30 accounts, 12 invoices each from March to August, every third unpaid.
INSERT INTO account (account_id, name, internal)
SELECT n, 'Customer ' || n, false FROM generate_series(1, 30) AS n;

INSERT INTO invoice (invoice_id, account_id, due_on, total, voided_at)
SELECT 100 * n + k, n, date '2026-03-03' + 15 * (k - 1) + n % 9, 30 + 7 * n + 11 * k, NULL
FROM generate_series(1, 30) AS n, generate_series(1, 12) AS k;

INSERT INTO payment (payment_id, account_id, invoice_id, received_at, amount)
SELECT invoice_id, account_id, invoice_id, due_on + interval '1 hour' * (invoice_id % 50 - 20), total
FROM invoice
WHERE invoice_id % 3 > 0;

INSERT INTO reminder (reminder_id, invoice_id, sent_at)
SELECT invoice_id, invoice_id, due_on + interval '5 days 9 hours' FROM invoice WHERE invoice_id % 3 = 0;
