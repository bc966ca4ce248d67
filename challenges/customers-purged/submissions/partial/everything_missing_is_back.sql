-- on spare
# The moment from the primary's own book of jobs; stop there and stay read-only.
mkdir -m 700 data
tar -cf - -C /archive/base . | tar -xf - -C data
cat > data/postgresql.auto.conf <<CONF
restore_command = 'cp "/archive/wal/%f" "%p"'
recovery_target_time = '$(psql -h primary -XAtc "SELECT started_at FROM job_run WHERE job LIKE 'purge%' ORDER BY id DESC LIMIT 1")'
recovery_target_inclusive = off
recovery_target_action = 'pause'
CONF
touch data/recovery.signal
pg_ctl start -l /node/log
until [ "$(psql -XAtc 'SELECT pg_get_wal_replay_pause_state()' 2> /dev/null)" = paused ]; do sleep 0.2; done
psql -XAtc 'SELECT count(*) FROM customer'

-- on primary
# All of the spare's rows beside ours, then whatever we do not have.
for table in customer sales_order order_line; do
    psql -Xq -c "CREATE TABLE was_$table (LIKE $table)"
    psql -h spare -Xc "COPY $table TO STDOUT" | psql -Xc "COPY was_$table FROM STDIN"
done
psql -X --single-transaction -v ON_ERROR_STOP=1 <<'SQL'
CREATE TABLE lost AS
    SELECT id FROM was_customer AS w
    WHERE NOT EXISTS (SELECT FROM customer AS c WHERE c.id = w.id);
INSERT INTO customer SELECT * FROM was_customer WHERE id IN (SELECT id FROM lost);
INSERT INTO sales_order SELECT * FROM was_sales_order WHERE customer_id IN (SELECT id FROM lost);
INSERT INTO order_line SELECT l.* FROM was_order_line AS l JOIN was_sales_order AS o ON o.id = l.order_id
    WHERE o.customer_id IN (SELECT id FROM lost);
DROP TABLE was_customer, was_sales_order, was_order_line, lost;
SQL
