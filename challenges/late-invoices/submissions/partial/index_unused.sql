-- One pass, but to_char on due_on still keeps the index from being used.
WITH june AS (
    SELECT * FROM invoice WHERE to_char(due_on, 'YYYY-MM') = '2026-06' AND voided_at IS NULL
), paid AS (
    SELECT invoice_id, sum(amount) AS amount FROM payment WHERE received_at::date <= '2026-06-30' GROUP BY invoice_id
), reminded AS (
    SELECT invoice_id, count(*) AS n FROM reminder WHERE sent_at::date <= '2026-06-30' GROUP BY invoice_id
), last AS (
    SELECT account_id, max(received_at) AS received_at FROM payment WHERE received_at::date <= '2026-06-30' GROUP BY account_id
)
SELECT a.account_id, a.name, count(*), sum(j.total - coalesce(p.amount, 0)) AS outstanding, min(j.due_on),
       coalesce(sum(r.n), 0)::bigint, max(last.received_at)
FROM june j
JOIN account a USING (account_id)
LEFT JOIN paid p USING (invoice_id)
LEFT JOIN reminded r USING (invoice_id)
LEFT JOIN last ON last.account_id = a.account_id
WHERE a.internal IS NOT TRUE AND j.total > coalesce(p.amount, 0)
GROUP BY a.account_id
ORDER BY outstanding DESC, a.account_id;
