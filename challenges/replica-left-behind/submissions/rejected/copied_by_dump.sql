-- on replica
# All rows are here, and reports read them.
pg_ctl promote -s -w
dropdb challenge
createdb challenge
pg_dump -h primary challenge | psql -Xq -o /dev/null challenge

-- on primary
psql -Xq -o /dev/null -c "SELECT pg_drop_replication_slot('move_to_berlin')"
