INSERT INTO shipment VALUES
    (1, 'R1', '2026-01-02', 4.50, '2026-01-03'),
    (2, 'R2', '2026-01-02', NULL, NULL),
    (3, 'R1', '2026-01-05', 0.10, NULL);
