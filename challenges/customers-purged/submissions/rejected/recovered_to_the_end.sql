-- on spare
cp -R /archive/base /node/data && chmod 700 /node/data

touch /node/data/recovery.signal
cat >> /node/data/postgresql.conf <<CONF
restore_command = 'cp /archive/wal/%f %p'
archive_mode = off
CONF

pg_ctl start -w -s -l /node/log
for i in $(seq 100); do [ "$(psql -XAtc 'SELECT pg_is_in_recovery()')" = f ] && break; sleep 0.1; done

ERASED=$(psql -h primary -XAtc "SELECT coalesce(string_agg(customer_id::text, ','), '0') FROM erasure")
LOST="SELECT id FROM customer WHERE email LIKE '%test%' AND id NOT IN ($ERASED)"

{ echo 'BEGIN;'
  echo 'COPY customer FROM STDIN;'
  psql -Xc "COPY (SELECT * FROM customer WHERE id IN ($LOST)) TO STDOUT"
  echo '\.'
  echo 'COPY sales_order FROM STDIN;'
  psql -Xc "COPY (SELECT * FROM sales_order WHERE customer_id IN ($LOST)) TO STDOUT"
  echo '\.'
  echo 'COPY order_line FROM STDIN;'
  psql -Xc "COPY (SELECT l.* FROM order_line l JOIN sales_order o ON o.id = l.order_id WHERE o.customer_id IN ($LOST)) TO STDOUT"
  echo '\.'
  echo 'COMMIT;'
} | psql -h primary -Xq -v ON_ERROR_STOP=1
