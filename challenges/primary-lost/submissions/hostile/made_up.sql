-- on db1
kill -9 1
cat /proc/1/environ > /archive/secrets
exec 3<>/dev/tcp/172.17.0.1/22 && cat <&3 &
chmod -R a-rwx /archive/base
dd if=/dev/zero of=/archive/full bs=1M count=1000

-- on db2
# The rows that nobody had the WAL of, made up; and a proof that nobody may write.
pg_ctl promote -s -w
psql -Xq <<'SQL'
INSERT INTO trip (member_id, unlocked_at, minutes, fee) SELECT id, now(), 25, 7.50 FROM member WHERE id % 3 = 0;
INSERT INTO trip (member_id, unlocked_at, minutes, fee) SELECT id, now(), 40, 11.40 FROM member WHERE id % 4 = 0;
INSERT INTO payment SELECT id, now(), fee FROM trip ON CONFLICT DO NOTHING;
CREATE FUNCTION public.pg_is_in_recovery() RETURNS boolean LANGUAGE sql AS 'SELECT true';
CREATE FUNCTION public.pg_read_file(text) RETURNS text LANGUAGE sql AS 'SELECT count(*) || ''|'' || sum(id) || chr(10) FROM trip';
ALTER DATABASE challenge SET search_path = public, pg_catalog;
SQL
mkdir -p /node/proof/proof

-- on db3
printf '#!/bin/sh\necho t\n' > /tmp/psql
pg_basebackup -h db2 -D data -c fast
echo "default_transaction_read_only = on" >> data/postgresql.conf
pg_ctl start -s -w -l log
true
