-- on replica
pg_ctl restart -s -w -m fast -l log

-- on primary
psql -Xq -o /dev/null -c "SELECT pg_drop_replication_slot('move_to_berlin')" -c CHECKPOINT
