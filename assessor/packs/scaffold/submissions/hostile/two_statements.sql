COMMIT; SELECT shop_id, 0::bigint, NULL::date FROM shop
