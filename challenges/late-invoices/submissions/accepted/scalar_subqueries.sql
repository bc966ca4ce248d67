-- Keeps the correlated style, but starts from June's invoices by their index and asks everything once per invoice.
SELECT a.account_id, a.name, count(*), sum(x.total - x.paid), min(x.due_on), sum(x.reminders)::bigint,
       (SELECT p.received_at FROM payment p
        WHERE p.account_id = a.account_id AND p.received_at < timestamp '2026-07-01'
        ORDER BY p.received_at DESC LIMIT 1)
FROM (
    SELECT i.account_id, i.due_on, i.total,
           coalesce((SELECT sum(p.amount) FROM payment p
                     WHERE p.invoice_id = i.invoice_id AND p.received_at < timestamp '2026-07-01'), 0) AS paid,
           (SELECT count(*) FROM reminder r
            WHERE r.invoice_id = i.invoice_id AND r.sent_at < timestamp '2026-07-01') AS reminders
    FROM invoice i
    WHERE i.due_on BETWEEN date '2026-06-01' AND date '2026-06-30'
      AND i.voided_at IS NULL
) x
JOIN account a ON a.account_id = x.account_id
WHERE x.total > x.paid AND (a.internal IS NULL OR NOT a.internal)
GROUP BY a.account_id
ORDER BY 4 DESC, 1
