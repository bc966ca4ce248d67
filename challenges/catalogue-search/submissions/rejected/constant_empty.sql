SELECT 0, ''::text, ''::text, 0::numeric, 0::numeric, 0::bigint WHERE false;
