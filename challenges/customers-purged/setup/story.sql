-- on primary
# The base backup of the night; WAL goes to the archive from here on.
pg_basebackup -h primary -D /archive/base -X none -c fast --no-manifest 2> /dev/null
psql -Xq -v ON_ERROR_STOP=1 <<'SQL'
-- A day of work: orders also of those who will be hit, one of them erased at their own wish.
INSERT INTO sales_order (customer_id, placed_at, status, note)
    SELECT id, clock_timestamp(), 'open', 'of the morning' FROM customer WHERE id % 4 = 3 ORDER BY id;
INSERT INTO order_line SELECT id, 1, 'A-7', 2, 19.90 FROM sales_order WHERE note = 'of the morning';
UPDATE sales_order SET status = 'shipped' WHERE status = 'open' AND id % 5 = 0;
INSERT INTO erasure VALUES (19, clock_timestamp());
DELETE FROM customer WHERE id = 19;
SQL
sleep 0.3
psql -Xq -c "INSERT INTO job_run (job, started_at, detail) VALUES ('purge-test-customers', clock_timestamp(), 'DELETE FROM customer WHERE email LIKE ''%test%''')"
sleep 0.3
psql -Xq -c "DELETE FROM customer WHERE email LIKE '%test%'"
sleep 0.3
psql -Xq -v ON_ERROR_STOP=1 <<'SQL'
INSERT INTO job_run (job, started_at) VALUES ('close-books', clock_timestamp());
-- Work goes on.
INSERT INTO sales_order (customer_id, placed_at, status, note)
    SELECT id, clock_timestamp(), 'open', 'of the afternoon' FROM customer WHERE id % 6 = 1 ORDER BY id;
INSERT INTO order_line SELECT id, 1, 'A-9', 1, 5.00 FROM sales_order WHERE note = 'of the afternoon';
UPDATE sales_order SET status = 'returned' WHERE status = 'shipped' AND id % 7 = 0;
-- Two more wish to be erased: one of those who are there, and one who was purged already.
INSERT INTO erasure VALUES (21, clock_timestamp()), (35, clock_timestamp());
DELETE FROM customer WHERE id IN (21, 35);
SELECT pg_switch_wal() \g /dev/null
SQL
