-- on replica
# That slot has the oldest WAL of all: follow by it.
psql -Xq -o /dev/null -c "ALTER SYSTEM SET primary_slot_name = 'move_to_berlin'" -c "SELECT pg_reload_conf()"
pg_ctl restart -s -w -m fast -l log

-- on primary
psql -Xq -o /dev/null -c "ALTER SYSTEM SET max_slot_wal_keep_size = '64MB'" -c "SELECT pg_reload_conf()"
