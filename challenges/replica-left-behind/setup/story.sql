-- on primary
# Nobody keeps an archive here. Two standbys, one of them with a slot.
psql -Xq -v ON_ERROR_STOP=1 <<'SQL'
ALTER SYSTEM SET archive_mode = off;
ALTER SYSTEM SET max_wal_size = '8MB';
ALTER SYSTEM SET min_wal_size = '2MB';
SELECT pg_create_physical_replication_slot('vault', true) \g /dev/null
SQL
pg_ctl restart -s -w -m fast -l /node/log
rm -rf /archive/wal

-- on replica
pg_basebackup -h primary -D data -R -X stream -c fast --no-manifest
pg_ctl start -s -w -l /node/log
# What long reports need; of this server alone.
psql -Xq -c "ALTER SYSTEM SET max_standby_streaming_delay = '10min'" -c "ALTER SYSTEM SET work_mem = '24MB'" -c "SELECT pg_reload_conf()" -o /dev/null

-- on vault
pg_basebackup -h primary -D data -R -S vault -X stream -c fast --no-manifest
pg_ctl start -s -w -l /node/log

-- on primary
psql -Xq -c "INSERT INTO loan (title_id, lent_at, days) SELECT id, clock_timestamp(), 14 FROM title WHERE id % 4 = 1 ORDER BY id"
until [ "$(psql -XAtc 'SELECT count(*) FROM pg_stat_replication WHERE replay_lsn = pg_current_wal_lsn()')" = 2 ]; do sleep 0.1; done

-- on replica
# It was off over the weekend.
pg_ctl stop -s -w -m fast

-- on primary
psql -Xq -v ON_ERROR_STOP=1 <<'SQL'
INSERT INTO loan (title_id, lent_at, days) SELECT id, clock_timestamp(), 7 FROM title WHERE id % 5 = 2 ORDER BY id;
SELECT pg_logical_emit_message(false, 'busy', repeat('x', 800000)) FROM generate_series(1, 6) \g /dev/null
SQL
until [ "$(psql -XAtc 'SELECT bool_and(flush_lsn = pg_current_wal_flush_lsn()) FROM pg_stat_replication')" = t ]; do sleep 0.1; done
psql -Xq -c CHECKPOINT -c "SELECT pg_switch_wal()" -c CHECKPOINT -o /dev/null
# The slot of a machine that was to be moved, and never was.
psql -Xq -v ON_ERROR_STOP=1 <<'SQL'
SELECT pg_create_physical_replication_slot('move_to_berlin', true) \g /dev/null
INSERT INTO loan (title_id, lent_at, days) SELECT id, clock_timestamp(), 21 FROM title WHERE id % 6 = 3 ORDER BY id;
SELECT pg_logical_emit_message(false, 'busy', repeat('x', 800000)) FROM generate_series(1, 11) \g /dev/null
SQL
until [ "$(psql -XAtc 'SELECT bool_and(flush_lsn = pg_current_wal_flush_lsn()) FROM pg_stat_replication')" = t ]; do sleep 0.1; done

-- on vault
# Off for more memory.
pg_ctl stop -s -w -m fast

-- on primary
psql -Xq -v ON_ERROR_STOP=1 <<'SQL'
INSERT INTO loan (title_id, lent_at, days) SELECT id, clock_timestamp(), 28 FROM title WHERE id % 7 = 4 ORDER BY id;
SELECT pg_logical_emit_message(false, 'busy', repeat('x', 800000)) FROM generate_series(1, 4) \g /dev/null
CHECKPOINT;
SQL

-- on replica
pg_ctl start -s -w -l /node/log
sleep 0.5
