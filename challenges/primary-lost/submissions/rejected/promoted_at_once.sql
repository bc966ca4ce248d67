-- on db2
# The app comes first.
pg_ctl promote -s -w
psql -Xq -o /dev/null -c "SELECT pg_switch_wal()"

-- on db3
pg_basebackup -h db2 -D data -X stream -c fast
