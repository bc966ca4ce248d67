BEGIN;
CREATE FUNCTION must_be_exportable(p_table text, p_column text) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM 1 FROM exportable WHERE table_name = p_table AND column_name = p_column;
    IF NOT FOUND THEN
        RAISE EXCEPTION '% is not for export', p_column USING ERRCODE = 'insufficient_privilege';
    END IF;
END $$;

CREATE FUNCTION export_rows(
    p_table text, p_columns text[], p_filter jsonb DEFAULT '{}', p_sort text DEFAULT NULL, p_limit integer DEFAULT 100
) RETURNS SETOF jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    a_column text;
    a_filter record;
    pairs text := '';
    conditions text := '';
    ordering text := '';
BEGIN
    IF p_limit IS NULL OR p_limit < 1 OR p_limit > 1000 OR p_columns IS NULL OR array_length(p_columns, 1) IS NULL THEN
        RAISE EXCEPTION 'bad arguments' USING ERRCODE = 'invalid_parameter_value';
    END IF;
    FOREACH a_column IN ARRAY p_columns LOOP
        PERFORM must_be_exportable(p_table, a_column);
        pairs := concat_ws(', ', nullif(pairs, ''), quote_literal(a_column), 'x.' || quote_ident(a_column));
    END LOOP;
    FOR a_filter IN SELECT * FROM jsonb_each_text(p_filter) LOOP
        PERFORM must_be_exportable(p_table, a_filter.key);
        conditions := conditions || format(' AND x.%I::text IS NOT DISTINCT FROM %L', a_filter.key, a_filter.value);
    END LOOP;
    IF p_sort IS NOT NULL THEN
        a_column := CASE left(p_sort, 1) WHEN '-' THEN substr(p_sort, 2) ELSE p_sort END;
        PERFORM must_be_exportable(p_table, a_column);
        ordering := format(' ORDER BY x.%I %s NULLS LAST', a_column, CASE left(p_sort, 1) WHEN '-' THEN 'DESC' ELSE 'ASC' END);
    END IF;
    RETURN QUERY EXECUTE
        'SELECT jsonb_build_object(' || pairs || ') FROM public.' || quote_ident(p_table) || ' AS x WHERE true' || conditions
        || ordering || ' LIMIT ' || p_limit;
END $$;
REVOKE ALL ON FUNCTION export_rows, must_be_exportable FROM PUBLIC;
GRANT EXECUTE ON FUNCTION export_rows TO analyst;
COMMIT;
