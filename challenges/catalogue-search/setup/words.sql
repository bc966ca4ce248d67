-- Words apart, in another order, across fields, inside of other words, in other forms.
INSERT INTO product (product_id, language, title, brand, description, stock, rating, withdrawn_at) VALUES
    (1, 'en', 'Two ultralight bags for one tent', 'Kestrel', 'Dry.', 1, 4.0, NULL),
    (2, 'en', 'Tent', 'Kestrel', 'Ultralight, made for two.', 1, 4.1, NULL),
    (3, 'en', 'Content for two', 'Kestrel', 'Ultra fun.', 1, 4.2, NULL),
    (4, 'en', 'TENTS FOR TWO', 'Kestrel', 'ULTRALIGHT', 1, 4.3, NULL),
    (5, 'en', 'Tent for two', 'Kestrel', 'Nonultra.', 1, 4.4, NULL),
    (6, 'en', 'Tent for two', 'Kestrel', 'Ultra-light, a kid''s dream.', 1, 4.5, NULL),
    (7, 'en', 'Tent for two', 'Kestrel', 'Ultra-light, made by the Kidston brothers.', 1, 4.6, NULL),
    (8, 'en', 'Tent for twofold use', 'Kestrel', 'Ultralight.', 1, 4.7, NULL),
    (9, 'en', 'Tent (for two)', 'Kestrel', '<b>Ultra</b> dry.', 1, 4.8, NULL),
    (10, 'en', 'Tent for the two', 'Kestrel', 'Ultra dry.', 1, 4.9, NULL),
    (11, 'en', 'Tent for', 'Two Rivers', 'Ultra dry.', 1, 3.9, NULL),
    (12, 'en', 'Two for tent', 'Kestrel', 'Ultra dry.', 1, 3.8, NULL),
    (13, 'en', 'Two tents, a tent for two', 'Kestrel', 'Ultra dry.', 1, 3.7, NULL);
