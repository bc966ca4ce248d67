INSERT INTO wallet VALUES
    (1, 'Ada', 100.00, NULL),
    (2, 'Ada', 20.50, NULL),
    (3, 'Bo', 0.00, NULL),
    (4, 'Bo', 75.00, '2026-03-01');
INSERT INTO transfer (request_id, from_wallet, to_wallet, amount, note) VALUES
    ('00000000-0000-4000-8000-000000000001', 1, 2, 5.00, 'rent');
