-- Step by step: June's open invoices, payments and reminders grouped apart, joined at the end.
WITH june AS MATERIALIZED (
    SELECT i.invoice_id, i.account_id, i.due_on, i.total
    FROM invoice i
    WHERE i.due_on BETWEEN '2026-06-01' AND '2026-06-30' AND i.voided_at IS NULL AND i.total IS NOT NULL
),
paid AS (
    SELECT p.invoice_id, coalesce(sum(p.amount), 0) AS amount
    FROM june j JOIN payment p USING (invoice_id)
    WHERE p.received_at < '2026-07-01'
    GROUP BY p.invoice_id
),
late AS (
    SELECT j.invoice_id, j.account_id, j.due_on, j.total - coalesce(paid.amount, 0) AS open
    FROM june j LEFT JOIN paid USING (invoice_id)
    WHERE j.total - coalesce(paid.amount, 0) > 0
),
sent AS (
    SELECT l.account_id, count(*) AS reminders
    FROM late l JOIN reminder r USING (invoice_id)
    WHERE r.sent_at < '2026-07-01'
    GROUP BY l.account_id
),
per_account AS (
    SELECT account_id, count(*) AS late_invoices, sum(open) AS outstanding, min(due_on) AS oldest
    FROM late GROUP BY account_id
)
SELECT a.account_id, a.name, x.late_invoices, x.outstanding, x.oldest, coalesce(s.reminders, 0), last.received_at
FROM per_account x
JOIN account a USING (account_id)
LEFT JOIN sent s USING (account_id)
LEFT JOIN LATERAL (
    SELECT p.received_at FROM payment p
    WHERE p.account_id = x.account_id AND p.received_at < '2026-07-01'
    ORDER BY p.received_at DESC LIMIT 1
) last ON true
WHERE coalesce(a.internal, false) = false
ORDER BY x.outstanding DESC, a.account_id
