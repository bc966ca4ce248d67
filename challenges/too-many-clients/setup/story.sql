-- on primary
command -v pgbouncer > /dev/null \
    || { echo "too-many-clients needs PgBouncer, which this server image lacks (docs/sandbox.md, Programs of a fleet)"; exit 1; }
psql -Xq -v ON_ERROR_STOP=1 <<'SQL'
CREATE ROLE shop LOGIN PASSWORD 'tHr33-hundred-baskets';
CREATE ROLE courier LOGIN PASSWORD 'v4n-leaves-at-six';
CREATE ROLE report LOGIN PASSWORD 'qu4rter-to-midnight';
CREATE ROLE tester LOGIN PASSWORD 'tester' IN ROLE shop;
GRANT TEMPORARY ON DATABASE challenge TO courier;
GRANT CONNECT ON DATABASE challenge TO shop, courier, report;
GRANT SELECT ON product TO shop, courier, report;
GRANT SELECT, INSERT ON visit TO shop;
GRANT SELECT ON visit TO courier, report;
SQL
cat > /node/data/pg_hba.conf <<'CONF'
local all postgres trust
local all all scram-sha-256
host all postgres 127.0.0.0/8 trust
host all all 127.0.0.0/8 scram-sha-256
CONF
