-- on pooler
# SCRAM secrets as the server keeps them are enough to check a client's password and to log in with it.
umask 077
psql -h primary -XAtq -v ON_ERROR_STOP=1 > /node/userlist.txt <<'SQL'
SELECT format('"%s" "%s"', rolname, rolpassword) FROM pg_authid WHERE rolname IN ('shop', 'courier', 'tester')
SQL

# 27 sessions are not a superuser's: 6 of the reports, 4 of the couriers, so up to 17 are left for shop and tester.
cat > /node/pgbouncer.ini <<'INI'
[databases]
challenge = host=primary dbname=challenge pool_size=14
dispatch = host=primary dbname=challenge pool_mode=session pool_size=4

[pgbouncer]
listen_addr = *
listen_port = 6432
unix_socket_dir =
auth_type = scram-sha-256
auth_file = /node/userlist.txt
pool_mode = transaction
max_client_conn = 300
max_db_connections = 15
max_prepared_statements = 200
ignore_startup_parameters = extra_float_digits
logfile = /node/pgbouncer.log
pidfile = /node/pgbouncer.pid
INI

pgbouncer -q -d /node/pgbouncer.ini
