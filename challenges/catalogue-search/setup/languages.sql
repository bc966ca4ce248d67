-- Stems and stop words differ: "for" is no word in English and one everywhere else, "tents" is a tent in English and
-- German only, "kid" is kids in English and German only.
INSERT INTO product (product_id, language, title, brand, description, stock, rating, withdrawn_at) VALUES
    (1, 'en', 'Tents for two', 'Kestrel', 'Ultralight.', 1, 4.0, NULL),
    (2, 'de', 'Zelt, tent for two', 'Kestrel', 'Ultraleicht.', 1, 4.1, NULL),
    (3, 'de', 'Tents for two', 'Kestrel', 'Ultraleicht.', 1, 4.2, NULL),
    (4, 'de', 'Tent with two', 'Kestrel', 'Ultraleicht.', 1, 4.3, NULL),
    (5, 'fr', 'Tente, tent for two', 'Kestrel', 'Ultra dry.', 1, 4.4, NULL),
    (6, 'fr', 'Tents for two', 'Kestrel', 'Ultra dry.', 1, 4.5, NULL),
    (7, NULL, 'Tent for two', 'Kestrel', 'Ultra dry.', 1, 4.6, NULL),
    (8, NULL, 'Tent with two', 'Kestrel', 'Ultra dry.', 1, 4.7, NULL),
    (9, NULL, 'Tent for two', 'Kestrel', 'Ultra dry, for a kid.', 1, 4.8, NULL),
    (10, 'de', 'Tent for two', 'Kestrel', 'Ultra klein, kid inklusive.', 1, 4.9, NULL),
    (11, 'en', 'Tent for two', 'Kestrel', 'Ultra dry, for a kid.', 1, 5.0, NULL),
    (12, 'EN', 'Tents for two', 'Kestrel', 'Ultra dry.', 1, 3.9, NULL),
    (13, 'nl', 'Tent for two', 'Kestrel', 'Ultralicht.', 1, 3.8, NULL),
    (14, 'nl', 'Tent for two', 'Kestrel', 'Ultralicht, kids.', 1, 3.7, NULL),
    (15, 'en', 'Tent of two', 'Kestrel', 'Ultra dry.', 1, 3.6, NULL);
