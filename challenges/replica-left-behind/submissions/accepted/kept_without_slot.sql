-- on primary
# Enough for a maintenance, whoever is away; and no slot of a dead standby keeps more than a little.
psql -Xq -o /dev/null -c "ALTER SYSTEM SET wal_keep_size = '24MB'" -c "ALTER SYSTEM SET max_slot_wal_keep_size = '24MB'" -c "SELECT pg_reload_conf()" -c "SELECT pg_drop_replication_slot('move_to_berlin')"

-- on replica
pg_ctl stop -s -w -m fast
mkdir -m 700 data.new
pg_basebackup -h primary -D data.new -R -X stream -c fast
grep -hE '^(work_mem|max_standby)' data/postgresql.auto.conf >> data.new/postgresql.auto.conf
rm -rf data
mv data.new data
pg_ctl start -s -w -l log
