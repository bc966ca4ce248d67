-- All is there, but never all in one product that can be bought.
INSERT INTO product (product_id, language, title, brand, description, stock, rating, withdrawn_at) VALUES
    (1, 'en', 'Tent for two', NULL, 'Warm.', 3, 4.0, NULL), (2, 'de', 'Ultraleichtes Zelt', NULL, NULL, 3, 4.0, NULL),
    (3, NULL, 'Ultra tent for two', NULL, 'Kids', 3, NULL, NULL), (4, 'en', 'Ultra tent for two', NULL, NULL, 0, 4.2, NULL);
