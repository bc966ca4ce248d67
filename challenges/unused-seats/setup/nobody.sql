-- Nobody, nobody in June, and only scripts; one has as many seats to spare, and people who signed in.
INSERT INTO customer VALUES (1, 'Almdudler Logistics'), (2, 'Berg & Söhne'), (3, 'Cargo Uno'), (4, 'Delta Depot'), (5, 'Elbe Yard'), (6, 'Fjord Freight');

INSERT INTO subscription VALUES
    (1, 1, 2, 19.00, '2025-01-01', NULL), (2, 2, 7, 66.50, '2025-01-01', NULL), (3, 3, 2, 19.00, '2025-01-01', NULL),
    (5, 5, 3, 28.50, '2025-01-01', NULL), (6, 6, 1, 9.50, '2025-01-01', NULL);

INSERT INTO sign_in VALUES
    (1, 2, 'chi@berg.example', '2026-05-11 10:00'), (2, 2, 'chi@berg.example', '2026-07-11 10:00'), (3, 3, NULL, '2026-06-12 10:00'),
    (4, 4, 'fin@delta.example', '2026-06-16 12:00'), (5, 5, 'han@elbe.example', '2026-06-16 12:00');
