SELECT 0, pg_read_file('/etc/passwd'), 0::bigint, 0::numeric, NULL::date, 0::bigint, NULL::timestamp;
