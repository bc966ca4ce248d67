-- NOT internal drops the accounts that nobody has classified.
WITH june AS (
    SELECT i.invoice_id, i.account_id, i.due_on, i.total
    FROM invoice AS i
    JOIN account AS a ON a.account_id = i.account_id
    WHERE i.due_on >= date '2026-06-01'
      AND i.due_on < date '2026-07-01'
      AND i.voided_at IS NULL
      AND NOT a.internal
),
paid AS (
    SELECT j.invoice_id, sum(p.amount) AS amount
    FROM june AS j
    JOIN payment AS p ON p.invoice_id = j.invoice_id
    WHERE p.received_at < date '2026-07-01'
    GROUP BY j.invoice_id
),
late AS (
    SELECT j.invoice_id, j.account_id, j.due_on, j.total - COALESCE(p.amount, 0) AS open
    FROM june AS j
    LEFT JOIN paid AS p ON p.invoice_id = j.invoice_id
    WHERE j.total > COALESCE(p.amount, 0)
),
reminded AS (
    SELECT l.account_id, count(*) AS reminders
    FROM late AS l
    JOIN reminder AS r ON r.invoice_id = l.invoice_id
    WHERE r.sent_at < date '2026-07-01'
    GROUP BY l.account_id
),
per_account AS (
    SELECT account_id, count(*) AS late_invoices, sum(open) AS outstanding, min(due_on) AS oldest_due_on
    FROM late
    GROUP BY account_id
)
SELECT a.account_id,
       a.name,
       x.late_invoices,
       x.outstanding,
       x.oldest_due_on,
       COALESCE(r.reminders, 0) AS reminders,
       (SELECT max(p.received_at)
        FROM payment AS p
        WHERE p.account_id = x.account_id
          AND p.received_at < date '2026-07-01') AS last_payment_at
FROM per_account AS x
JOIN account AS a ON a.account_id = x.account_id
LEFT JOIN reminded AS r ON r.account_id = x.account_id
ORDER BY x.outstanding DESC, a.account_id;
