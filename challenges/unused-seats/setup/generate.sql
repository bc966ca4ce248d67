-- assessor.scale = customers, who sign in more in a large product. A few have most of the sign-ins; addresses are typed by
-- hand; scripts sign in without one.
INSERT INTO customer (customer_id, name)
SELECT n, 'Customer ' || n FROM generate_series(1, current_setting('assessor.scale')::int) AS n;

INSERT INTO subscription (subscription_id, customer_id, seats, monthly_price, started_on, ended_on)
SELECT row_number() OVER (), customer_id, 1 + floor(12 * s)::int, 9.50 * (1 + floor(12 * s)::int), begun,
       CASE WHEN e < 0.3 THEN begun + 30 * (1 + floor(12 * r)::int) END
FROM (
    SELECT customer_id, random() AS s, random() AS e, random() AS r, date '2026-07-20' - floor(500 * random())::int AS begun
    FROM customer, generate_series(1, 3) AS k
    WHERE random() < 0.6
    ORDER BY customer_id, k
    OFFSET 0
) AS x;

INSERT INTO sign_in (sign_in_id, customer_id, email, at)
SELECT n, customer_id,
       CASE WHEN d < 0.08 THEN NULL
            WHEN d < 0.1 THEN ' '
            WHEN d < 0.2 THEN upper(address)
            WHEN d < 0.28 THEN ' ' || address || ' '
            ELSE address END,
       timestamp '2026-05-20' + interval '1 minute' * floor(60 * 24 * 50 * t)
FROM (
    SELECT n, customer_id, 'user' || floor(15 * u)::int || '@c' || customer_id || '.example' AS address, d, t
    FROM (
        SELECT n, 1 + floor(current_setting('assessor.scale')::int * power(random(), 3))::int AS customer_id, random() AS u,
               random() AS d, random() AS t
        FROM generate_series(1, current_setting('assessor.scale')::int * CASE WHEN current_setting('assessor.scale')::int > 50 THEN 400 ELSE 30 END) AS n
        OFFSET 0
    ) AS y
) AS x;
