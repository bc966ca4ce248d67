-- on db1
# What the archive does not have; recycled segments among it hold nothing that anybody would replay.
for segment in data/pg_wal/????????????????????????; do
    [ -e /archive/wal/"$(basename $segment)" ] || cp $segment /archive/wal/
done
# Where the WAL of db1 ends.
pg_waldump -q -p data/pg_wal -s "$(pg_controldata | sed -n "s/^Latest checkpoint's REDO location: *//p")" 2>&1 |
    sed -n 's/.* at \([0-9A-F]*\/[0-9A-F]*\): .*/\1/p' | tail -1 > /archive/end_of_db1

-- on db2
psql -Xq -c "ALTER SYSTEM SET restore_command = 'cp /archive/wal/%f %p'" -c "SELECT pg_reload_conf()" -o /dev/null
until [ "$(psql -XAtc "SELECT pg_last_wal_replay_lsn() >= '$(cat /archive/end_of_db1)'")" = t ]; do sleep 0.2; done
pg_ctl promote -s -w
psql -Xq -c "ALTER SYSTEM SET wal_keep_size = '16MB'" -c CHECKPOINT -c "SELECT pg_reload_conf()" -o /dev/null

-- on db1
# It ends what it had begun and winds back to where db2 took over: from now on it only follows.
pg_rewind -D data --source-server='host=db2 user=postgres dbname=challenge' -R > rewind.log 2>&1
pg_ctl start -s -w -l log

-- on db3
pg_basebackup -h db2 -D data -X stream -c fast -R
pg_ctl start -s -w -l log
