-- on primary
psql -Xq -v ON_ERROR_STOP=1 <<'SQL'
SELECT pg_create_physical_replication_slot('replica_reports', true) \g /dev/null
SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name LIKE 'move%' AND NOT active \g /dev/null
ALTER SYSTEM SET max_slot_wal_keep_size = '48MB';
SELECT pg_reload_conf() \g /dev/null
SQL

-- on replica
cp data/postgresql.auto.conf /node/reports.conf
pg_ctl stop -s -w -m immediate
rm -rf data
pg_basebackup -d 'host=primary user=postgres' -D data -X none -c fast --no-manifest 2> /dev/null
cp /node/reports.conf data/postgresql.auto.conf
echo "primary_slot_name = 'replica_reports'" >> data/postgresql.auto.conf
touch data/standby.signal
pg_ctl start -s -w -l /node/log
