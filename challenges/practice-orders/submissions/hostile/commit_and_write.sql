-- Several statements in one text, to leave the transaction and change the data.
COMMIT; DELETE FROM orders; SELECT 1, 'x'::text, 0::bigint, 0::numeric;
