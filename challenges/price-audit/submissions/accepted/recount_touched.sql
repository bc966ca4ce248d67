-- The totals of the categories that a statement touched, set right from sums of what came and went.
CREATE FUNCTION public.audit_who() RETURNS text LANGUAGE sql STABLE
    RETURN CASE WHEN current_setting('app.person', true) <> '' THEN current_setting('app.person', true) ELSE session_user END;

CREATE FUNCTION public.audit_product() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $body$
DECLARE
    came text := CASE WHEN TG_OP = 'DELETE' THEN 'SELECT * FROM public.product WHERE false' ELSE 'TABLE new_rows' END;
    went text := CASE WHEN TG_OP = 'INSERT' THEN 'SELECT * FROM public.product WHERE false' ELSE 'TABLE old_rows' END;
BEGIN
    EXECUTE format($query$
        INSERT INTO public.price_change (product_id, old_price, new_price, changed_by)
        SELECT coalesce(n.product_id, o.product_id), o.price, n.price, public.audit_who()
        FROM (%s) AS o FULL JOIN (%s) AS n ON n.product_id = o.product_id
        WHERE n.price IS DISTINCT FROM o.price
        $query$, went, came);
    EXECUTE format($query$
        MERGE INTO public.category_total AS c
        USING (
            SELECT x.category, sum(x.n) AS n, sum(x.n * coalesce(x.price, 0)) AS total
            FROM (SELECT category, price, -1 AS n FROM (%s) AS o UNION ALL SELECT category, price, 1 FROM (%s) AS n) AS x
            GROUP BY x.category HAVING sum(x.n) <> 0 OR sum(x.n * coalesce(x.price, 0)) <> 0
        ) AS d ON d.category = c.category
        WHEN MATCHED AND c.products + d.n = 0 THEN DELETE
        WHEN MATCHED THEN UPDATE SET products = c.products + d.n, total = c.total + d.total
        WHEN NOT MATCHED THEN INSERT VALUES (d.category, d.n, d.total)
        $query$, went, came);
    RETURN NULL;
END $body$;

CREATE TRIGGER came AFTER INSERT ON product REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION public.audit_product();
CREATE TRIGGER changed AFTER UPDATE ON product REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION public.audit_product();
CREATE TRIGGER went AFTER DELETE ON product REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION public.audit_product();
