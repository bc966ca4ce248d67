-- Not rated; no brand or description; made to order; sold out; withdrawn, also at a time to come.
INSERT INTO product (product_id, language, title, brand, description, stock, rating, withdrawn_at) VALUES
    (1, 'en', 'Ultralight tent for two', NULL, NULL, 3, 4.0, NULL),
    (2, 'en', 'Ultralight tent for two', NULL, NULL, 3, NULL, NULL),
    (3, 'en', 'Ultralight tent for two', NULL, NULL, NULL, 4.5, NULL),
    (4, 'en', 'Ultralight tent for two', NULL, NULL, 0, 5.0, NULL),
    (5, 'en', 'Ultralight tent for two', NULL, NULL, 1, 4.9, '2026-02-01 10:00'),
    (6, 'en', 'Ultralight tent for two', NULL, NULL, NULL, NULL, NULL),
    (7, 'en', 'Ultralight tent for two', NULL, NULL, NULL, 4.8, '2126-02-01 10:00'),
    (8, 'en', 'Tent for two', 'Ultra Peak', NULL, 1, 1.0, NULL),
    (9, 'en', 'Tent for two', NULL, 'Ultra warm.', 1, NULL, NULL),
    (10, 'en', 'Tent for two', NULL, NULL, 1, 3.0, NULL),
    (11, 'en', 'Tent for two', 'Ultra Peak', NULL, 1, NULL, NULL);
