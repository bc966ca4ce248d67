-- One pass for each statement, over all rows that it changed. The functions write what their caller may not: they run as
-- their owner, and find nothing that the caller has put in the way.
CREATE FUNCTION product_inserted() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
    INSERT INTO price_change (product_id, new_price, changed_by)
    SELECT product_id, price, coalesce(nullif(current_setting('app.person', true), ''), current_user)
    FROM new_rows WHERE price IS NOT NULL;

    INSERT INTO category_total AS c
    SELECT category, count(*), coalesce(sum(price), 0) FROM new_rows GROUP BY category
    ON CONFLICT (category) DO UPDATE
    SET products = c.products + excluded.products, total = c.total + excluded.total;
    RETURN NULL;
END
$$;

CREATE FUNCTION product_updated() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
    INSERT INTO price_change (product_id, old_price, new_price, changed_by)
    SELECT product_id, o.price, n.price, coalesce(nullif(current_setting('app.person', true), ''), current_user)
    FROM old_rows AS o JOIN new_rows AS n USING (product_id)
    WHERE o.price IS DISTINCT FROM n.price;

    INSERT INTO category_total AS c
    SELECT category, sum(products), sum(total)
    FROM (
        SELECT category, 1 AS products, coalesce(price, 0) AS total FROM new_rows
        UNION ALL
        SELECT category, -1, -coalesce(price, 0) FROM old_rows
    ) AS changed
    GROUP BY category
    ON CONFLICT (category) DO UPDATE
    SET products = c.products + excluded.products, total = c.total + excluded.total;
    DELETE FROM category_total WHERE products = 0;
    RETURN NULL;
END
$$;

CREATE FUNCTION product_deleted() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
    INSERT INTO price_change (product_id, old_price, changed_by)
    SELECT product_id, price, coalesce(nullif(current_setting('app.person', true), ''), current_user)
    FROM old_rows WHERE price IS NOT NULL;

    UPDATE category_total AS c
    SET products = c.products - gone.products, total = c.total - gone.total
    FROM (SELECT category, count(*) AS products, coalesce(sum(price), 0) AS total FROM old_rows GROUP BY category) AS gone
    WHERE c.category = gone.category;
    DELETE FROM category_total WHERE products = 0;
    RETURN NULL;
END
$$;

CREATE TRIGGER product_inserted AFTER INSERT ON product
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION product_inserted();
CREATE TRIGGER product_updated AFTER UPDATE ON product
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION product_updated();
CREATE TRIGGER product_deleted AFTER DELETE ON product
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION product_deleted();
