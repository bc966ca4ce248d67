INSERT INTO product VALUES
    (1, 'tea', 4.50, 10), (2, 'tea', 6.00, 0), (3, 'tea', NULL, 5),
    (4, 'cups', 12.00, 3), (5, 'cups', 9.90, 8), (6, 'books', 20.00, 1);
INSERT INTO category_total
SELECT category, count(*), coalesce(sum(price), 0) FROM product GROUP BY category;
