-- on primary
psql -Xq -c "ALTER SYSTEM SET max_connections = 100"
pg_ctl restart -s -w -l /node/log

-- on pooler
# SCRAM secrets as the server keeps them are enough to check a client's password and to log in with it.
umask 077
psql -h primary -XAtq -v ON_ERROR_STOP=1 > /node/userlist.txt <<'SQL'
SELECT format('"%s" "%s"', rolname, rolpassword) FROM pg_authid WHERE rolname IN ('shop', 'courier', 'tester')
SQL

# More sessions for everybody.
cat > /node/pgbouncer.ini <<'INI'
[databases]
challenge = host=primary dbname=challenge pool_mode=session pool_size=35
dispatch = host=primary dbname=challenge pool_mode=session pool_size=4

[pgbouncer]
listen_addr = *
listen_port = 6432
unix_socket_dir =
auth_type = scram-sha-256
auth_file = /node/userlist.txt
pool_mode = transaction
max_client_conn = 300
max_prepared_statements = 200
idle_transaction_timeout = 2
ignore_startup_parameters = extra_float_digits
logfile = /node/pgbouncer.log
pidfile = /node/pgbouncer.pid
INI

pgbouncer -q -d /node/pgbouncer.ini
