CREATE ROLE support   LOGIN;
CREATE ROLE reporting LOGIN;
CREATE ROLE exporter  LOGIN BYPASSRLS;  -- pg_dump
GRANT pg_read_all_data TO exporter;

REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA market, report TO seller_web, support, reporting, jobs;

-- nobody but those who are named calls functions
REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA market, report FROM PUBLIC;

-- the application
GRANT SELECT, INSERT, UPDATE, DELETE ON market.offer, market.orders, market.message TO seller_web;
GRANT SELECT, UPDATE ON market.payout_account TO seller_web;
GRANT market_owner TO seller_web;  -- for ANALYZE after imports

-- support
GRANT SELECT (order_id, seller_id, customer_id, state, total) ON market.orders TO support;
GRANT SELECT, UPDATE ON market.customer TO support;

-- reporting, today and later
GRANT SELECT ON ALL TABLES IN SCHEMA market, report TO reporting;
ALTER DEFAULT PRIVILEGES IN SCHEMA report GRANT SELECT ON TABLES TO reporting;
