-- on primary
TARGET=$(psql -XAtc "SELECT max(started_at) FROM job_run WHERE job = 'purge-test-customers'")
pg_ctl stop -s -w -m fast
mv data data.before
cp -R /archive/base data
chmod 700 data
touch data/recovery.signal
cat >> data/postgresql.auto.conf <<CONF
restore_command = 'cp /archive/wal/%f %p'
recovery_target_time = '$TARGET'
recovery_target_action = promote
CONF
pg_ctl start -s -w -l /node/log
until [ "$(psql -XAtc 'SELECT pg_is_in_recovery()')" = f ]; do sleep 0.2; done
psql -XAtc 'SELECT count(*) FROM customer'
