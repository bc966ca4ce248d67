INSERT INTO shop (shop_id, city) VALUES (5, 'Ghent'), (3, 'Turku'), (4, 'Porto');

INSERT INTO visit (visit_id, shop_id, visited_on) VALUES
    (1, 4, '2026-02-01'),
    (2, 4, '2026-02-01');
