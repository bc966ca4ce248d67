INSERT INTO wallet VALUES
    (10, 'Cleo', 250.00, NULL),
    (11, 'Cleo', 0.75, NULL),
    (12, 'Dag', 40.00, NULL),
    (13, 'Dag', 60.00, '2026-05-31'),
    (14, 'Eve', 5.00, '2025-12-31');
INSERT INTO transfer (request_id, from_wallet, to_wallet, amount, note) VALUES
    ('00000000-0000-4000-8000-00000000000a', 12, 10, 2.00, NULL),
    ('00000000-0000-4000-8000-00000000000b', 10, 11, 0.75, 'tip');
