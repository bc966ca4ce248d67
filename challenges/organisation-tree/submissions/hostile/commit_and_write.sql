ROLLBACK; CREATE TEMP TABLE person AS SELECT 1 AS person_id; SELECT 1, 'x'::text, 0, 0::bigint, 0::bigint, 0::bigint, 0::numeric;
