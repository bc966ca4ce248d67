-- The report as the statement gives it: right, and slow.
SELECT a.account_id,
       a.name,
       (SELECT count(*)
        FROM invoice i
        WHERE i.account_id = a.account_id
          AND to_char(i.due_on, 'YYYY-MM') = '2026-06'
          AND i.voided_at IS NULL
          AND i.total > COALESCE((SELECT sum(p.amount)
                                  FROM payment p
                                  WHERE p.invoice_id = i.invoice_id
                                    AND p.received_at::date <= '2026-06-30'
                                 ), 0)) AS late_invoices,
       (SELECT sum(i.total - COALESCE((SELECT sum(p.amount)
                                       FROM payment p
                                       WHERE p.invoice_id = i.invoice_id
                                         AND p.received_at::date <= '2026-06-30'
                                      ), 0))
        FROM invoice i
        WHERE i.account_id = a.account_id
          AND to_char(i.due_on, 'YYYY-MM') = '2026-06'
          AND i.voided_at IS NULL
          AND i.total > COALESCE((SELECT sum(p.amount)
                                  FROM payment p
                                  WHERE p.invoice_id = i.invoice_id
                                    AND p.received_at::date <= '2026-06-30'
                                 ), 0)) AS outstanding,
       (SELECT min(i.due_on)
        FROM invoice i
        WHERE i.account_id = a.account_id
          AND to_char(i.due_on, 'YYYY-MM') = '2026-06'
          AND i.voided_at IS NULL
          AND i.total > COALESCE((SELECT sum(p.amount)
                                  FROM payment p
                                  WHERE p.invoice_id = i.invoice_id
                                    AND p.received_at::date <= '2026-06-30'
                                 ), 0)) AS oldest_due_on,
       (SELECT count(*)
        FROM reminder r
        JOIN invoice i ON i.invoice_id = r.invoice_id
        WHERE r.sent_at::date <= '2026-06-30'
          AND i.account_id = a.account_id
          AND to_char(i.due_on, 'YYYY-MM') = '2026-06'
          AND i.voided_at IS NULL
          AND i.total > COALESCE((SELECT sum(p.amount)
                                  FROM payment p
                                  WHERE p.invoice_id = i.invoice_id
                                    AND p.received_at::date <= '2026-06-30'
                                 ), 0)) AS reminders,
       (SELECT max(p.received_at)
        FROM payment p
        WHERE p.account_id = a.account_id
          AND p.received_at::date <= '2026-06-30') AS last_payment_at
FROM account a
WHERE a.internal IS NOT TRUE
  AND (SELECT count(*)
       FROM invoice i
       WHERE i.account_id = a.account_id
         AND to_char(i.due_on, 'YYYY-MM') = '2026-06'
         AND i.voided_at IS NULL
         AND i.total > COALESCE((SELECT sum(p.amount)
                                 FROM payment p
                                 WHERE p.invoice_id = i.invoice_id
                                   AND p.received_at::date <= '2026-06-30'
                                ), 0)) > 0
ORDER BY outstanding DESC, a.account_id;
