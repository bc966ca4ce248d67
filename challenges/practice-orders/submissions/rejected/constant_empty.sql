SELECT 1, 'x'::text, 1::bigint, 1::numeric WHERE false;
