WITH late AS (
    -- June's invoices by the index on due_on, each with what has come in for it by the index on payment (invoice_id).
    SELECT i.invoice_id, i.account_id, i.due_on, i.total - COALESCE(paid.amount, 0) AS open
    FROM invoice AS i
    JOIN account AS a ON a.account_id = i.account_id AND a.internal IS NOT TRUE
    CROSS JOIN LATERAL (
        SELECT sum(p.amount) AS amount
        FROM payment AS p
        WHERE p.invoice_id = i.invoice_id
          AND p.received_at < date '2026-07-01'
    ) AS paid
    WHERE i.due_on >= date '2026-06-01'
      AND i.due_on < date '2026-07-01'
      AND i.voided_at IS NULL
      AND i.total > COALESCE(paid.amount, 0)
)
SELECT a.account_id,
       a.name,
       count(*) AS late_invoices,
       sum(l.open) AS outstanding,
       min(l.due_on) AS oldest_due_on,
       COALESCE(sum(sent.reminders), 0)::bigint AS reminders,
       (SELECT max(p.received_at)
        FROM payment AS p
        WHERE p.account_id = a.account_id
          AND p.received_at < date '2026-07-01') AS last_payment_at
FROM late AS l
JOIN account AS a ON a.account_id = l.account_id
CROSS JOIN LATERAL (
    -- Counted per invoice, before the join, so that no invoice is multiplied.
    SELECT count(*) AS reminders
    FROM reminder AS r
    WHERE r.invoice_id = l.invoice_id
      AND r.sent_at < date '2026-07-01'
) AS sent
GROUP BY a.account_id, a.name
ORDER BY outstanding DESC, a.account_id;
