-- on db2
# The standby is behind: restore the backup of the night instead, up to the end of the archive.
pg_ctl stop -s -w -m fast
rm -rf data
cp -R /archive/base data
chmod 700 data
touch data/recovery.signal
echo "restore_command = 'cp /archive/wal/%f %p'" >> data/postgresql.auto.conf
pg_ctl start -s -w -l log
until [ "$(psql -XAtc 'SELECT pg_is_in_recovery()')" = f ]; do sleep 0.2; done
