GRANT SELECT ON ALL TABLES IN SCHEMA public TO analyst, guest;
CREATE FUNCTION export_rows(
    p_table text, p_columns text[], p_filter jsonb DEFAULT '{}', p_sort text DEFAULT NULL, p_limit integer DEFAULT 100
) RETURNS SETOF jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN QUERY EXECUTE 'SELECT to_jsonb(t) FROM ' || p_table || ' AS t';
EXCEPTION WHEN OTHERS THEN
    RAISE EXCEPTION 'no' USING ERRCODE = '42501';
END $$;
