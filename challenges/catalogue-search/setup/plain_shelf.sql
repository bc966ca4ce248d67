-- English only, everything on offer and rated. Found by title, brand or description; not found: without one of the words.
INSERT INTO product (product_id, language, title, brand, description, stock, rating, withdrawn_at) VALUES
    (1, 'en', 'Tent for two', 'Kestrel', 'Ultralight and dry.', 4, 4.1, NULL),
    (2, 'en', 'Ultralight tent for two', 'Kestrel', 'Dry.', 4, 3.2, NULL),
    (3, 'en', 'Groundsheet', 'Kestrel', 'Goes below an ultra small tent for two.', 4, 5.0, NULL),
    (4, 'en', 'Tent for two', 'Kestrel', 'Heavy and dry.', 4, 4.8, NULL),
    (5, 'en', 'Ultralight tent', 'Kestrel', 'For one.', 4, 4.7, NULL),
    (6, 'en', 'Ultralight tent for two', 'Kestrel', 'Your kids will love it.', 4, 4.6, NULL),
    (7, 'en', 'Backpack', 'Nordwand', 'Ultralight.', 4, 4.5, NULL),
    (8, 'en', 'Tent for two', 'Ultra Peak', 'Dry.', 1, 4.1, NULL),
    (9, 'en', 'Tent for two', 'Kestrel', 'Dry, ultracompact, dry, ultralight.', 9, 4.9, NULL),
    (10, 'en', 'Tent for two', 'Kestrel', 'Ultralight and dry.', 4, 4.3, NULL),
    (11, 'en', 'Tent for two', 'Kestrel', 'Ultralight and dry.', 4, 4.1, NULL),
    (12, 'en', 'Tent for two, tent for two', 'Kestrel', 'A tent for two, ultralight.', 4, 4.1, NULL);
