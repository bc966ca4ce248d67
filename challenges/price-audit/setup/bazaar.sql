INSERT INTO product VALUES
    (10, 'lamps', 40.00, 2), (11, 'lamps', 55.50, 2), (12, 'lamps', NULL, 0),
    (20, 'rugs', 300.00, 1), (21, 'rugs', 120.00, 4), (30, 'soap', 3.20, 90), (40, 'maps', NULL, 7);
INSERT INTO category_total
SELECT category, count(*), coalesce(sum(price), 0) FROM product GROUP BY category;
