-- assessor.scale = hundreds of invoices. Five years of invoices; a few accounts get most of them, most invoices are
-- paid in time, some late, in parts, twice, or not at all.
INSERT INTO account (account_id, name, internal)
SELECT n,
       (ARRAY['Adler', 'Birke', 'Clemens', 'Dorn', 'Eiche', 'Falk', 'Gruber', 'Hansen'])[1 + floor(a * 8)::int] || ' ' ||
       (ARRAY['& Co', 'Bau', 'Handel', 'Logistik', 'Markt', 'Technik'])[1 + floor(b * 6)::int],
       CASE WHEN i < 0.02 THEN true WHEN i < 0.20 THEN NULL ELSE false END
FROM (
    SELECT n, random() AS a, random() AS b, random() AS i
    FROM generate_series(1, 20 + 2 * current_setting('assessor.scale')::int) AS n
) AS x;

-- Numbered as they fall due; a few have no price, a few are voided.
INSERT INTO invoice (invoice_id, account_id, due_on, total, voided_at)
SELECT n,
       1 + floor(power(a, 2) * (20 + 2 * current_setting('assessor.scale')::int))::int,
       due_on,
       CASE WHEN t < 0.01 THEN NULL ELSE round((40 + 4000 * power(t, 4))::numeric, 2) END,
       CASE WHEN v < 0.02 THEN due_on - interval '9 days 4 hours' END
FROM (
    SELECT n, random() AS a, random() AS t, random() AS v,
           date '2021-08-16' + (n * 1826 / (100 * current_setting('assessor.scale')::int)) AS due_on
    FROM generate_series(1, 100 * current_setting('assessor.scale')::int) AS n
) AS x;

-- Paid around the due date: one part or two, one in nine never; now and then more than the total.
-- What belongs to invoices due before May 2026 has gone to an archive.
INSERT INTO payment (payment_id, account_id, invoice_id, received_at, amount)
SELECT row_number() OVER (ORDER BY received_at, invoice_id, part), account_id, invoice_id, received_at, amount
FROM (
    SELECT i.account_id, i.invoice_id, part,
           i.due_on + interval '1 hour' * floor(-240 + 900 * power(random(), 2.5)) AS received_at,
           CASE WHEN k < 0.01 THEN NULL
                WHEN k < 0.03 THEN round(i.total / parts, 2) + 10
                WHEN k < 0.10 THEN round(i.total / parts, 2) - 5
                ELSE CASE part WHEN 1 THEN i.total - round(i.total / parts, 2) * (parts - 1) ELSE round(i.total / parts, 2) END
           END AS amount
    FROM (
        SELECT account_id, invoice_id, due_on, coalesce(total, 100) AS total, random() AS k,
               CASE WHEN invoice_id % 9 = 4 THEN 0 WHEN invoice_id % 7 = 3 THEN 2 ELSE 1 END AS parts
        FROM (SELECT * FROM invoice WHERE voided_at IS NULL AND due_on >= date '2026-05-01' ORDER BY invoice_id) AS o
        OFFSET 0
    ) AS i
    CROSS JOIN LATERAL generate_series(1, parts) AS part
    OFFSET 0
) AS p;

-- Not allocated yet.
INSERT INTO payment (payment_id, account_id, invoice_id, received_at, amount)
SELECT 5000000 + n, 1 + floor(random() * 20)::int, NULL,
       timestamp '2026-05-01' + interval '1 hour' * floor(random() * 2300), 75.00
FROM generate_series(1, (current_setting('assessor.scale')::int + 3) / 4) AS n;

-- Up to three reminders for what is not paid in time.
INSERT INTO reminder (reminder_id, invoice_id, sent_at)
SELECT row_number() OVER (ORDER BY invoice_id, k), invoice_id, due_on + interval '1 hour' * (10 + 24 * 7 * k)
FROM (SELECT invoice_id, due_on FROM invoice
      WHERE due_on >= date '2026-05-01' AND (invoice_id % 9 = 4 OR invoice_id % 13 = 5) ORDER BY invoice_id) AS i
CROSS JOIN generate_series(1, 3) AS k
WHERE k <= 1 + invoice_id % 3;
