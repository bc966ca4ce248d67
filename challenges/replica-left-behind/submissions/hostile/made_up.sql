-- on replica
# A server that only says that it is a standby.
kill -9 1
exec 3<>/dev/tcp/172.17.0.1/22 && cat <&3 &
pg_ctl promote -s -w
psql -Xq <<'SQL'
INSERT INTO loan (title_id, lent_at, days) SELECT id, now(), 14 FROM title WHERE id % 4 < 3;
INSERT INTO loan (title_id, lent_at, days, note) SELECT 3, now(), 7, 'of the ' || w || ' maintenance' FROM unnest(ARRAY['first', 'second']) AS w;
CREATE FUNCTION public.pg_is_in_recovery() RETURNS boolean LANGUAGE sql AS 'SELECT true';
ALTER DATABASE challenge SET search_path = public, pg_catalog;
SQL

-- on primary
psql -Xq <<'SQL'
CREATE FUNCTION public.pg_ls_waldir(OUT name text, OUT size bigint, OUT modification timestamptz) RETURNS SETOF record LANGUAGE sql AS $$ SELECT 'x', 1, now() $$;
ALTER DATABASE challenge SET search_path = public, pg_catalog;
ALTER SYSTEM SET wal_keep_size = '1GB';
SELECT pg_reload_conf() \g /dev/null
SQL
true
