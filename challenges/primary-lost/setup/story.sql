-- on db1
# The app's role, some days of WAL, and the base backup of the night.
psql -Xq -v ON_ERROR_STOP=1 <<'SQL'
-- A standby that is promoted may archive what is there already: that is right if it is the same.
ALTER SYSTEM SET archive_command = 'if test -f /archive/wal/%f; then cmp -s %p /archive/wal/%f; else cp %p /archive/wal/%f; fi';
SELECT pg_reload_conf() \g /dev/null
CREATE ROLE app LOGIN;
GRANT CONNECT ON DATABASE challenge TO app;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO app;
GRANT INSERT, UPDATE ON trip, payment TO app;
SQL
for day in $(psql -XAtc "SELECT generate_series(1, count(*), 60) FROM member"); do
    psql -Xq -c "CREATE TABLE lately AS SELECT 1" -c "DROP TABLE lately" -c "SELECT pg_switch_wal()" -o /dev/null
done
pg_basebackup -h db1 -D /archive/base -X none -c fast --no-manifest 2> /dev/null

-- on db2
pg_basebackup -h db1 -D /node/data -R -X stream -c fast --no-manifest
pg_ctl start -w -s -l /node/log

-- on db1
# The evening streams to db2.
psql -Xq -v ON_ERROR_STOP=1 <<'SQL'
INSERT INTO trip (member_id, unlocked_at, minutes, fee)
    SELECT id, clock_timestamp(), 12, 4.12 FROM member WHERE id % 5 = 2 ORDER BY id;
INSERT INTO payment SELECT id, clock_timestamp(), fee FROM trip WHERE id % 9 = 4 AND id % 2 = 0 ON CONFLICT DO NOTHING;
SQL
until [ "$(psql -XAtc 'SELECT replay_lsn = pg_current_wal_lsn() FROM pg_stat_replication')" = t ]; do sleep 0.1; done

-- on db2
# Its network goes.
pg_ctl stop -s -w -m fast

-- on db1
# The night goes to the archive alone.
for part in 0 1 2; do
    psql -Xq -v ON_ERROR_STOP=1 -v part=$part <<'SQL'
INSERT INTO trip (member_id, unlocked_at, minutes, fee)
    SELECT id, clock_timestamp(), 25, 7.50 FROM member WHERE id % 12 = 3 * :part ORDER BY id;
UPDATE trip SET fee = fee + 5, note = 'left in another zone' WHERE id % 31 = 1 + :part;
INSERT INTO payment SELECT id, clock_timestamp(), fee FROM trip WHERE minutes = 25 AND member_id % 12 = 3 * :part AND id % 2 = 0 ON CONFLICT DO NOTHING;
SELECT pg_switch_wal() \g /dev/null
SQL
done
until [ -z "$(ls data/pg_wal/archive_status | grep ready)" ]; do sleep 0.1; done
psql -Xq -c CHECKPOINT
# The archive cannot be written any more: what the morning brings stays on db1, in more than one segment.
chmod a-w /archive/wal
for part in 0 1 2; do
    psql -Xq -v ON_ERROR_STOP=1 -v part=$part <<'SQL'
INSERT INTO trip (member_id, unlocked_at, minutes, fee)
    SELECT id, clock_timestamp(), 40, 11.40 FROM member WHERE id % 15 = 4 * :part ORDER BY id;
INSERT INTO payment SELECT id, clock_timestamp(), fee FROM trip WHERE minutes = 40 AND member_id % 15 = 4 * :part AND id % 3 > 0 ON CONFLICT DO NOTHING;
UPDATE member SET city = 'Brno' WHERE id % 40 = 11 + :part;
SELECT pg_switch_wal() WHERE :part < 2 \g /dev/null
SQL
done
sleep 1
pg_ctl stop -s -w -m immediate
chmod u+w /archive/wal

-- on db2
pg_ctl start -w -s -l /node/log
