SELECT customer_id, pg_read_file('postgresql.conf') AS name, 0::bigint, 0::numeric FROM customer;
