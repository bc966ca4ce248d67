-- The trail and the totals apart; the totals as two steps, take away and add, by a helper that takes what was summed.
BEGIN;
CREATE TYPE total_change AS (category text, products bigint, total numeric);

CREATE FUNCTION shift_totals(changes total_change[], sign integer) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path TO 'public', 'pg_temp' AS $$
BEGIN
    INSERT INTO category_total AS c (category, products, total)
    SELECT d.category, sign * d.products, sign * d.total FROM unnest(changes) AS d
    ON CONFLICT (category) DO UPDATE SET products = c.products + excluded.products, total = c.total + excluded.total;
    DELETE FROM category_total AS c USING unnest(changes) AS d WHERE c.category = d.category AND c.products = 0;
END $$;
REVOKE EXECUTE ON FUNCTION shift_totals FROM PUBLIC;

CREATE FUNCTION keep_trail() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'public', 'pg_temp' AS $$
DECLARE
    who text := session_user;
BEGIN
    IF coalesce(current_setting('app.person', true), '') <> '' THEN
        who := current_setting('app.person');
    END IF;
    CASE TG_OP
    WHEN 'INSERT' THEN
        INSERT INTO price_change (product_id, new_price, changed_by)
        SELECT product_id, price, who FROM new_rows WHERE price IS NOT NULL;
    WHEN 'DELETE' THEN
        INSERT INTO price_change (product_id, old_price, changed_by)
        SELECT product_id, price, who FROM old_rows WHERE price IS NOT NULL;
    ELSE
        INSERT INTO price_change (product_id, old_price, new_price, changed_by)
        SELECT n.product_id, o.price, n.price, who
        FROM new_rows AS n, old_rows AS o WHERE n.product_id = o.product_id AND n.price IS DISTINCT FROM o.price;
    END CASE;
    IF TG_OP <> 'DELETE' THEN
        PERFORM shift_totals(array_agg((d.category, d.n, d.t)::total_change), 1)
        FROM (SELECT category, count(*) AS n, coalesce(sum(price), 0) AS t FROM new_rows GROUP BY 1) AS d;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        PERFORM shift_totals(array_agg((d.category, d.n, d.t)::total_change), -1)
        FROM (SELECT category, count(*) AS n, coalesce(sum(price), 0) AS t FROM old_rows GROUP BY 1) AS d;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER trail_insert AFTER INSERT ON product REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION keep_trail();
CREATE TRIGGER trail_update AFTER UPDATE ON product REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION keep_trail();
CREATE TRIGGER trail_delete AFTER DELETE ON product REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION keep_trail();
COMMIT;
