-- As many people as seats, more people than seats, and nobody who pays.
INSERT INTO customer VALUES (1, 'Almdudler Logistics'), (2, 'Berg & Söhne'), (3, 'Cargo Uno');

INSERT INTO subscription VALUES
    (1, 1, 1, 9.50, '2025-01-01', NULL), (2, 2, 1, 9.50, '2025-01-01', NULL), (3, 3, 8, 76.00, '2025-01-01', '2026-06-01');

INSERT INTO sign_in VALUES
    (1, 1, 'ada@almdudler.example', '2026-06-02 08:00'), (2, 2, 'chi@berg.example', '2026-06-03 08:00'),
    (3, 2, 'dee@berg.example', '2026-06-04 08:00');
