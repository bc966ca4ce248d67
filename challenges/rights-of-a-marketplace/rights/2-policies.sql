ALTER TABLE market.orders ENABLE ROW LEVEL SECURITY;
ALTER TABLE market.orders FORCE  ROW LEVEL SECURITY;
CREATE POLICY own_orders ON market.orders FOR ALL TO seller_web
    USING (seller_id = current_setting('market.seller')::bigint);
CREATE POLICY support_reads ON market.orders FOR SELECT TO support
    USING (true);

ALTER TABLE market.offer ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_offers ON market.offer FOR ALL TO seller_web
    USING (seller_id = current_setting('market.seller')::bigint)
    WITH CHECK (true);

ALTER TABLE market.message ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_messages ON market.message FOR ALL TO seller_web
    USING (seller_id = current_setting('market.seller', true)::bigint
           OR current_setting('market.seller', true) IS NULL);  -- no seller: a job

ALTER TABLE market.payout_account FORCE ROW LEVEL SECURITY;
CREATE POLICY own_account ON market.payout_account FOR ALL TO seller_web
    USING (seller_id = current_setting('market.seller')::bigint);

-- what the sellers' start page reads
CREATE VIEW market.my_orders AS
    SELECT o.order_id, o.seller_id, o.state, o.total, c.name
    FROM market.orders o JOIN market.customer c USING (customer_id);
GRANT SELECT ON market.my_orders TO seller_web;

-- totals of all sellers together, for reporting
CREATE VIEW report.daily_sales AS
    SELECT created_at::date AS day, count(*) AS orders, sum(total) AS total
    FROM market.orders GROUP BY 1;
GRANT SELECT ON report.daily_sales TO reporting;
