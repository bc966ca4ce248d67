-- One join of everything: each reminder multiplies the payments, each payment the reminders.
SELECT a.account_id, a.name, count(DISTINCT x.invoice_id), sum(x.open), min(x.due_on), sum(x.reminders)::bigint,
       (SELECT max(received_at) FROM payment p WHERE p.account_id = a.account_id AND received_at < '2026-07-01')
FROM (
    SELECT i.invoice_id, i.account_id, i.due_on, i.total - coalesce(sum(p.amount), 0) AS open,
           count(r.reminder_id) AS reminders
    FROM invoice i
    LEFT JOIN payment p ON p.invoice_id = i.invoice_id AND p.received_at < '2026-07-01'
    LEFT JOIN reminder r ON r.invoice_id = i.invoice_id AND r.sent_at < '2026-07-01'
    WHERE i.due_on BETWEEN '2026-06-01' AND '2026-06-30' AND i.voided_at IS NULL
    GROUP BY i.invoice_id
) x
JOIN account a USING (account_id)
WHERE x.open > 0 AND a.internal IS NOT TRUE
GROUP BY a.account_id, a.name
ORDER BY 4 DESC, 1;
