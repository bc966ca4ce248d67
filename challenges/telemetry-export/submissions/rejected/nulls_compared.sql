CREATE FUNCTION export_rows(
    p_table text, p_columns text[], p_filter jsonb DEFAULT '{}', p_sort text DEFAULT NULL, p_limit integer DEFAULT 100
) RETURNS SETOF jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    used text[] := p_columns || ARRAY(SELECT jsonb_object_keys(p_filter));
    descends boolean := p_sort LIKE '-%';
    sort_by text := CASE WHEN p_sort LIKE '-%' THEN substr(p_sort, 2) ELSE p_sort END;
    chosen text;
    conditions text;
BEGIN
    IF p_limit IS NULL OR p_limit NOT BETWEEN 1 AND 1000 OR coalesce(cardinality(p_columns), 0) = 0 THEN
        RAISE EXCEPTION 'a limit from 1 to 1000, and at least one column' USING ERRCODE = '22023';
    END IF;
    IF p_table IS NULL OR EXISTS (
        SELECT FROM unnest(used || sort_by) AS u (name)
        WHERE name IS NOT NULL AND NOT EXISTS (
            SELECT FROM public.exportable AS e WHERE e.table_name = p_table AND e.column_name = name
        )
    ) OR array_position(p_columns, NULL) IS NOT NULL THEN
        RAISE EXCEPTION 'not for export' USING ERRCODE = '42501';
    END IF;

    SELECT string_agg(format('%L, t.%I', name, name), ', ') INTO chosen FROM unnest(p_columns) AS c (name);
    SELECT coalesce(string_agg(
        format('t.%I::text = %L', f.key, f.value),
        ' AND '), 'true')
    INTO conditions FROM jsonb_each_text(p_filter) AS f;

    RETURN QUERY EXECUTE format('SELECT jsonb_build_object(%s) FROM public.%I AS t WHERE %s', chosen, p_table, conditions)
        || CASE WHEN sort_by IS NULL THEN '' ELSE format(' ORDER BY t.%I', sort_by) END
        || CASE WHEN descends THEN ' DESC NULLS LAST' ELSE '' END
        || format(' LIMIT %s', p_limit);
END
$$;
REVOKE EXECUTE ON FUNCTION export_rows FROM PUBLIC;
GRANT EXECUTE ON FUNCTION export_rows TO analyst;
