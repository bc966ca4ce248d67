-- Beside the generated products: one of each case that the catalogue holds.
INSERT INTO product (product_id, language, title, brand, description, stock, rating, withdrawn_at) VALUES
    (90001, 'en', 'Tent for Two', 'Kestrel', 'Ultralight, with two doors.', 3, 4.5, NULL),
    (90002, 'en', 'Ultralight tents for two', NULL, NULL, NULL, NULL, NULL),
    (90003, 'de', 'Zelt (tent for two)', 'Ultra Peak', 'Ultraleicht.', 1, 4.9, NULL),
    (90004, NULL, 'ULTRA tent for two', NULL, 'Kids like it.', 2, 4.0, NULL),
    (90005, 'fr', 'Tente ultra - tent for two', 'Nordwand', 'Tente pour deux.', 4, 4.1, NULL),
    (90006, 'en', 'Tent for two', 'Kestrel', 'Ultra warm. Fits two kids.', 5, 4.4, NULL),
    (90007, 'en', 'Ultralight tent for two', 'Kestrel', 'Sold out.', 0, 5.0, NULL),
    (90008, 'en', 'Ultralight tent for two', 'Kestrel', 'Not any more.', 1, 5.0, '2026-03-01 09:00'),
    (90009, 'nl', 'Tent for two', NULL, 'Ultralicht.', NULL, NULL, NULL),
    (90010, 'en', 'Tarp', NULL, 'Ultra content for two evenings.', 2, 3.9, NULL);
