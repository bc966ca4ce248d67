-- current_setting('assessor.scale') thousand products; most are in few categories and of few makers.
SELECT count(add_category('category ' || n)) FROM generate_series(1, 20) AS n;
SELECT count(put_product(
    'P-' || n,
    'category ' || 1 + floor(20 * power(random(), 3))::integer,
    'Product ' || n,
    1 + n % 5000,
    jsonb_build_object(
        'maker', 'maker ' || floor(200 * power(random(), 2))::integer, 'series', n % 6000, 'colour', (ARRAY['black', 'red', 'sand'])[1 + n % 3]
    ) || CASE WHEN n % 4 = 0 THEN jsonb_build_object('weight_g', 1 + n % 900) ELSE '{}' END
))
FROM generate_series(1, 1000 * current_setting('assessor.scale')::integer) AS n;
