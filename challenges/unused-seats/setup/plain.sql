-- One subscription each; three have seats to spare, one has none, one more people than seats, one has ended.
INSERT INTO customer VALUES (1, 'Almdudler Logistics'), (2, 'Berg & Söhne'), (3, 'Cargo Uno'), (4, 'Delta Depot'), (5, 'Elbe Yard'),
    (6, 'Fjord Freight'), (7, 'Gone Goods');

INSERT INTO subscription VALUES
    (1, 1, 5, 47.50, '2025-01-01', NULL), (2, 2, 9, 80.10, '2025-03-01', NULL), (3, 3, 2, 19.00, '2025-03-01', NULL),
    (4, 4, 1, 9.50, '2025-03-01', NULL), (5, 5, 5, 47.50, '2026-01-01', NULL), (6, 6, 1, 9.50, '2026-01-01', NULL),
    (7, 7, 40, 380.00, '2025-01-01', '2026-02-01');

INSERT INTO sign_in VALUES
    (1, 1, 'ada@almdudler.example', '2026-06-02 08:00'), (2, 1, 'ada@almdudler.example', '2026-06-03 08:00'),
    (3, 1, 'bo@almdudler.example', '2026-06-10 09:30'), (4, 2, 'chi@berg.example', '2026-06-11 10:00'),
    (5, 3, 'dee@cargo.example', '2026-06-15 11:00'), (6, 3, 'eva@cargo.example', '2026-06-16 11:00'),
    (7, 4, 'fin@delta.example', '2026-06-16 12:00'), (8, 4, 'gus@delta.example', '2026-06-17 12:00'),
    (9, 5, 'han@elbe.example', '2026-06-18 13:00'), (10, 5, 'ida@elbe.example', '2026-06-18 14:00'),
    (11, 6, 'jon@fjord.example', '2026-06-19 15:00'), (12, 7, 'kay@gone.example', '2026-01-10 15:00'),
    (13, 2, 'chi@berg.example', '2025-06-11 10:00'), (14, 2, 'lea@berg.example', '2025-06-12 10:00');
