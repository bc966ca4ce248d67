-- on db1
# It recovers by itself, nothing is lost, and the standby will follow.
pg_ctl start -s -w -l log

-- on db2
pg_ctl restart -s -w -m fast -l log

-- on db3
pg_basebackup -h db1 -D data -R -c fast
pg_ctl start -s -w -l log
