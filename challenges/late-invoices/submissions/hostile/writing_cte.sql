WITH gone AS (UPDATE invoice SET voided_at = now() RETURNING account_id, total, due_on)
SELECT account_id, 'x'::text, count(*), sum(total), min(due_on), 0::bigint, NULL::timestamp FROM gone GROUP BY account_id;
