-- on db1
mkdir /archive/db1
cp -p data/pg_wal/0000* /archive/db1/
# Whoever starts it has a standby that follows nobody.
touch data/standby.signal

-- on db2
cat >> data/postgresql.auto.conf <<'CONF'
restore_command = 'cp /archive/wal/%f %p || cp /archive/db1/%f %p'
CONF
pg_ctl restart -s -w -m fast -l log
# Nothing new for two seconds: that was all.
last=; now=$(psql -XAtc 'SELECT pg_last_wal_replay_lsn()')
until [ "$last" = "$now" ]; do
    sleep 2
    last=$now; now=$(psql -XAtc 'SELECT pg_last_wal_replay_lsn()')
done
psql -XAtqc 'SELECT pg_promote()' > /dev/null

# The archive has a gap where db1 could not write it: it begins anew.
pg_basebackup -h db2 -D /archive/base.new -X none -c fast --no-manifest 2> /dev/null
rm -rf /archive/base
mv /archive/base.new /archive/base

-- on db3
psql -h db2 -Xq -o /dev/null -c "SELECT pg_create_physical_replication_slot('to_db3', true)"
cp -R /archive/base data
chmod 700 data
cat >> data/postgresql.auto.conf <<'CONF'
primary_conninfo = 'host=db2 user=postgres'
primary_slot_name = 'to_db3'
restore_command = 'cp /archive/wal/%f %p'
CONF
touch data/standby.signal
pg_ctl start -s -w -l log
