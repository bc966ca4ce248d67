-- on primary
# From now on the primary keeps what replica needs.
psql -Xq -o /dev/null -c "SELECT pg_drop_replication_slot('move_to_berlin')" -c "SELECT pg_create_physical_replication_slot('replica', true)" -c "ALTER SYSTEM SET wal_keep_size = '64MB'" -c "SELECT pg_reload_conf()"

-- on replica
psql -Xq -o /dev/null -c "ALTER SYSTEM SET primary_slot_name = 'replica'" -c "SELECT pg_reload_conf()"
pg_ctl restart -s -w -m fast -l log
