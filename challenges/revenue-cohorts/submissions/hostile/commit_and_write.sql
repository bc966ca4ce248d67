-- Several statements: leave the transaction, change what is graded, answer something.
COMMIT; UPDATE payment SET amount = 0; SELECT NULL::date, 0, 0::bigint, 0::bigint, 0::numeric, 0::numeric, 0::numeric WHERE false;
