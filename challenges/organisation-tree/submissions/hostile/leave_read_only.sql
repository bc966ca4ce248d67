-- Tries to make the transaction writable and to lift its time limit from inside a query.
SELECT p.person_id, set_config('transaction_read_only', 'off', true) || set_config('statement_timeout', '0', false),
       0, 0::bigint, 0::bigint, 0::bigint, 0::numeric
FROM person p;
