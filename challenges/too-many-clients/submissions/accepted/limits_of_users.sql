-- on primary
psql -Xq -v ON_ERROR_STOP=1 <<'SQL'
ALTER ROLE shop SET idle_in_transaction_session_timeout = 2000;
ALTER ROLE tester SET idle_in_transaction_session_timeout = 2000;
ALTER ROLE shop CONNECTION LIMIT 17;
SQL
psql -XAtq -c "SELECT '\"' || usename || '\" \"' || passwd || '\"' FROM pg_shadow WHERE NOT usesuper AND passwd IS NOT NULL" > /archive/users.txt

-- on pooler
mkdir -m 700 /node/pgbouncer
cd /node/pgbouncer
mv /archive/users.txt .
chmod 600 users.txt
echo "host all all 127.0.0.0/8 scram-sha-256" > hba.conf
cat > main.ini <<'INI'
[databases]
dispatch = host=primary dbname=challenge pool_mode=session
* = host=primary

[pgbouncer]
listen_addr = pooler
listen_port = 6432
unix_socket_dir =
auth_type = hba
auth_hba_file = /node/pgbouncer/hba.conf
auth_file = /node/pgbouncer/users.txt
pool_mode = transaction
default_pool_size = 8
reserve_pool_size = 4
reserve_pool_timeout = 0.1
max_user_connections = 12
max_client_conn = 200
server_login_retry = 1
server_round_robin = 1
max_prepared_statements = 50
ignore_startup_parameters = extra_float_digits
INI
pgbouncer main.ini > log 2>&1 &
sleep 1
PGPASSWORD=tester psql -h pooler -p 6432 -U tester -d challenge -c "SELECT count(*) FROM visit"
