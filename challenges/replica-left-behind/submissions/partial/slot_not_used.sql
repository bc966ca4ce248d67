-- on primary
psql -Xq -o /dev/null -c "SELECT pg_drop_replication_slot('move_to_berlin')"

psql -Xq -o /dev/null -c "ALTER SYSTEM SET max_slot_wal_keep_size = '32MB'" -c "SELECT pg_reload_conf()"
psql -Xq -o /dev/null -c "SELECT pg_create_physical_replication_slot('replica', true)"

-- on replica
# Its copy is useless, its settings are not.
pg_ctl stop -s -w -m fast
mv data data.old
pg_basebackup -h primary -D data -R -X stream -c fast

grep -E '^(max_standby_streaming_delay|work_mem)' data.old/postgresql.auto.conf >> data/postgresql.auto.conf

pg_ctl start -s -w -l /node/log
