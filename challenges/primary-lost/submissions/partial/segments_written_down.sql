-- on db1
# The three segments that the archive does not have.
cp data/pg_wal/0000000100000000000000{16,17,18} /archive/wal/

# Nothing starts it by accident; the files stay for whoever wants to look.
mv /node/data /node/data.never-start

-- on db2
pg_ctl stop -s -w -m fast
mv data/standby.signal data/recovery.signal
echo "restore_command = 'cp /archive/wal/%f %p'" >> data/postgresql.auto.conf
pg_ctl start -s -w -l /node/log
until [ "$(psql -XAtc 'SELECT pg_is_in_recovery()')" = f ]; do sleep 0.2; done

-- on db3
pg_basebackup -h db2 -D data -R -C -S db3 -c fast
pg_ctl start -s -w -l /node/log
