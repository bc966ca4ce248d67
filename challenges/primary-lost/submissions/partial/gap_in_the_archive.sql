-- on db1
# Whatever was committed and never archived, the segment that was being written included.
mkdir /archive/db1
cd data/pg_wal
LAST=$(ls archive_status | grep 'ready$' | sort | tail -1)
for segment in $(ls | grep -E '^[0-9A-F]{24}$'); do
    if [ -e archive_status/$segment.ready ]; then cp $segment /archive/db1/; fi
    if [[ $segment > $LAST ]]; then cp $segment /archive/db1/; break; fi
done

# Nothing starts it by accident; the files stay for whoever wants to look.
mv /node/data /node/data.never-start

-- on db2
pg_ctl stop -s -w -m fast
mv data/standby.signal data/recovery.signal
echo "restore_command = 'cp /archive/wal/%f %p || cp /archive/db1/%f %p'" >> data/postgresql.auto.conf
pg_ctl start -s -w -l /node/log
until [ "$(psql -XAtc 'SELECT pg_is_in_recovery()')" = f ]; do sleep 0.2; done

-- on db3
pg_basebackup -h db2 -D data -R -C -S db3 -c fast
pg_ctl start -s -w -l /node/log
