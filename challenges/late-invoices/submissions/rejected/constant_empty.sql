SELECT 0, ''::text, 0::bigint, 0::numeric, NULL::date, 0::bigint, NULL::timestamp WHERE false;
