SELECT 0::bigint, NULL::timestamp, ''::text, ''::text WHERE false;
