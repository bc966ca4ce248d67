SELECT 0, ''::text, 0, 0::bigint, 0::bigint, 0::bigint, 0::numeric WHERE false;
