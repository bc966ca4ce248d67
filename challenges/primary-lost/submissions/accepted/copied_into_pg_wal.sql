-- on db1
mkdir /archive/db1
cp data/pg_wal/????????????????????????  /archive/db1/
mv data data.broken

-- on db2
# Everything that the standby is missing, where it looks first.
pg_ctl stop -s -w -m fast
cp /archive/wal/????????????????????????  data/pg_wal/
cp -n /archive/db1/*  data/pg_wal/
rm -rf /archive/db1
pg_ctl start -s -w -l log
last=; now=$(psql -XAtc 'SELECT pg_last_wal_replay_lsn()')
until [ "$last" = "$now" ]; do
    sleep 2
    last=$now; now=$(psql -XAtc 'SELECT pg_last_wal_replay_lsn()')
done
pg_ctl promote -s -w

-- on db3
pg_basebackup -h db2 -D data -R -C -S db3 -c fast
pg_ctl start -s -w -l log
