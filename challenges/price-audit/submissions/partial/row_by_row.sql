CREATE FUNCTION record_price() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
    who text := coalesce(nullif(current_setting('app.person', true), ''), session_user);
    before numeric;
    after numeric;
BEGIN
    IF TG_OP <> 'INSERT' THEN
        before := OLD.price;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        after := NEW.price;
    END IF;
    IF before IS DISTINCT FROM after THEN
        INSERT INTO price_change (product_id, old_price, new_price, changed_by)
        VALUES (CASE TG_OP WHEN 'DELETE' THEN OLD.product_id ELSE NEW.product_id END, before, after, who);
    END IF;
    IF TG_OP <> 'INSERT' THEN
        UPDATE category_total SET products = products - 1, total = total - coalesce(before, 0)
        WHERE category = OLD.category;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO category_total AS c VALUES (NEW.category, 1, coalesce(after, 0))
        ON CONFLICT (category) DO UPDATE SET products = c.products + 1, total = c.total + excluded.total;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        DELETE FROM category_total WHERE category = OLD.category AND products = 0;
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER record_price AFTER INSERT OR UPDATE OR DELETE ON product
    FOR EACH ROW EXECUTE FUNCTION record_price();
