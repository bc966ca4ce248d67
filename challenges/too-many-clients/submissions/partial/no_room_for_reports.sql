-- on pooler
# As the documentation has it.
umask 077
psql -h primary -XAtq -c "SELECT concat('\"', usename, '\" \"', passwd, '\"') FROM pg_shadow" > /node/userlist.txt
cat > /node/pgbouncer.ini <<'INI'
[databases]
challenge = host=primary
dispatch = host=primary dbname=challenge pool_mode=session

[pgbouncer]
listen_addr = *
listen_port = 6432
auth_type = scram-sha-256
auth_file = /node/userlist.txt
pool_mode = transaction
default_pool_size = 20
max_client_conn = 1000
idle_transaction_timeout = 2
ignore_startup_parameters = extra_float_digits
logfile = /node/pgbouncer.log
pidfile = /node/pgbouncer.pid
INI
pgbouncer -q -d /node/pgbouncer.ini
