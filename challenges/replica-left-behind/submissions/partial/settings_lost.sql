-- on primary
psql -Xq -o /dev/null -c "SELECT pg_drop_replication_slot('move_to_berlin')"

psql -Xq -o /dev/null -c "ALTER SYSTEM SET max_slot_wal_keep_size = '32MB'" -c "SELECT pg_reload_conf()"

-- on replica
pg_ctl stop -s -w -m fast
rm -rf data
pg_basebackup -h primary -D data -R -X stream -C -S replica -c fast

pg_ctl start -s -w -l /node/log
