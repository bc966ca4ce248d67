-- on pooler
# The pooler asks the server for a secret when somebody logs in, as a role that may do nothing else.
umask 077
word=$(head -c 18 /dev/urandom | base64)
echo "\"pooler\" \"$word\"" > /node/users
psql -h primary -Xq -v ON_ERROR_STOP=1 -v word="$word" <<'SQL'
CREATE ROLE pooler LOGIN PASSWORD :'word';
GRANT CONNECT ON DATABASE challenge TO pooler;
CREATE SCHEMA pooler;
GRANT USAGE ON SCHEMA pooler TO pooler;
CREATE FUNCTION pooler.secret(wanted name) RETURNS TABLE (who name, secret text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    AS 'SELECT rolname, rolpassword FROM pg_authid WHERE rolname = wanted AND rolcanlogin AND NOT rolsuper';
REVOKE ALL ON FUNCTION pooler.secret FROM PUBLIC;
GRANT EXECUTE ON FUNCTION pooler.secret TO pooler;
-- PostgreSQL itself ends what a worker leaves open.
ALTER ROLE shop SET idle_in_transaction_session_timeout = '2s';
SQL
cat > /node/pooler.ini <<'INI'
[databases]
challenge = host=primary
dispatch = host=primary dbname=challenge

[users]
courier = pool_mode=session

[pgbouncer]
listen_addr = pooler
listen_port = 6432
unix_socket_dir = /tmp
auth_type = scram-sha-256
auth_file = /node/users
auth_user = pooler
auth_dbname = challenge
auth_query = SELECT who, secret FROM pooler.secret($1)
pool_mode = transaction
default_pool_size = 10
max_client_conn = 500
ignore_startup_parameters = extra_float_digits, options
INI
nohup pgbouncer /node/pooler.ini > /node/pooler.log 2>&1 &
for i in $(seq 50); do pg_isready -q -h pooler -p 6432 && break; sleep 0.1; done
