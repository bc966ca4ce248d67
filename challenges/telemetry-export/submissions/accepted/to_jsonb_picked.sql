-- Allowed names are taken from the list itself, so that no text of the caller's becomes SQL.
CREATE OR REPLACE FUNCTION public.export_rows(
    p_table text, p_columns text[], p_filter jsonb DEFAULT '{}'::jsonb, p_sort text DEFAULT NULL::text, p_limit integer DEFAULT 100
) RETURNS SETOF jsonb STABLE SECURITY DEFINER LANGUAGE plpgsql SET search_path TO ''
AS $body$
DECLARE
    allowed text[];
    wanted text[];
    q text;
BEGIN
    IF p_limit BETWEEN 1 AND 1000 AND p_columns <> '{}' THEN
        NULL;
    ELSE
        RAISE SQLSTATE '22023' USING MESSAGE = 'bad arguments';
    END IF;
    SELECT array_agg(column_name) INTO allowed FROM public.exportable WHERE table_name = p_table;
    SELECT array_agg(n) INTO wanted FROM (
        SELECT unnest(p_columns) AS n UNION ALL SELECT jsonb_object_keys(p_filter)
        UNION ALL SELECT regexp_replace(p_sort, '^-', '') WHERE p_sort IS NOT NULL
    ) AS every;
    IF allowed IS NULL OR NOT wanted <@ allowed OR array_position(wanted, NULL) > 0 THEN
        RAISE insufficient_privilege USING MESSAGE = 'not for export';
    END IF;

    q := 'SELECT (SELECT jsonb_object_agg(c, to_jsonb(t) -> c) FROM unnest($1) AS c) FROM public.' || quote_ident(p_table)
        || ' AS t WHERE NOT EXISTS (SELECT FROM jsonb_each_text($2) AS f'
        || ' WHERE row_to_json(t) ->> f.key IS DISTINCT FROM f.value)';
    IF p_sort LIKE '-%' THEN
        q := q || ' ORDER BY t.' || quote_ident(substring(p_sort FROM 2)) || ' DESC NULLS LAST';
    ELSIF p_sort IS NOT NULL THEN
        q := q || ' ORDER BY t.' || quote_ident(p_sort) || ' ASC NULLS LAST';
    END IF;
    RETURN QUERY EXECUTE q || ' LIMIT $3' USING p_columns, p_filter, p_limit;
END;
$body$;
REVOKE ALL ON FUNCTION public.export_rows(text, text[], jsonb, text, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.export_rows(text, text[], jsonb, text, integer) TO analyst;
