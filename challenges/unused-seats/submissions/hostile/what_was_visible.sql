SELECT * FROM (VALUES (1::bigint, 'Almdudler Logistics', 5::bigint, 2::bigint, 3::bigint, 47.50)) AS v (a, b, c, d, e, f)
WHERE (SELECT count(*) FROM customer) = 7;
