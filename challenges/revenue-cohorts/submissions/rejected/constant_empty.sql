SELECT NULL::date, 0, 0::bigint, 0::bigint, 0::numeric, 0::numeric, 0::numeric WHERE false;
