CREATE FUNCTION market.find_offers(term text, sort text) RETURNS SETOF market.offer
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN QUERY EXECUTE 'SELECT * FROM market.offer WHERE title ILIKE ''%' || term
        || '%'' ORDER BY ' || sort || ' LIMIT 50';
END $$;
GRANT EXECUTE ON FUNCTION market.find_offers(text, text) TO seller_web;

CREATE FUNCTION market.find_customers(term text) RETURNS SETOF market.customer
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN QUERY SELECT * FROM market.customer WHERE name ILIKE '%' || term || '%' LIMIT 50;
END $$;

CREATE FUNCTION market.count_of(state text, month date) RETURNS bigint
LANGUAGE plpgsql STABLE AS $$
DECLARE
    result bigint;
BEGIN
    EXECUTE format('SELECT count(*) FROM market.%I WHERE state = %L',
                   'archive_' || to_char(month, 'YYYYMM'), state) INTO result;
    RETURN result;
END $$;

-- an accountant closes a customer's account
CREATE FUNCTION market.close_customer(who bigint) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    UPDATE market.customer SET closed_at = now(), credit_limit = 0 WHERE customer_id = who;
END;

-- the last four digits, for support
CREATE FUNCTION market.account_hint(seller bigint) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    RETURN (SELECT right(iban, 4) FROM payout_account WHERE seller_id = seller);
END $$;
REVOKE EXECUTE ON FUNCTION market.account_hint(bigint) FROM PUBLIC;
GRANT  EXECUTE ON FUNCTION market.account_hint(bigint) TO support;

-- reporting refreshes its materialised views
CREATE FUNCTION report.refresh(name text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    EXECUTE format('REFRESH MATERIALIZED VIEW report.%s', name);
END $$;
REVOKE EXECUTE ON FUNCTION report.refresh(text) FROM PUBLIC;
GRANT  EXECUTE ON FUNCTION report.refresh(text) TO reporting;
