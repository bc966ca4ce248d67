-- Two people of one customer in seven spellings, blanks and NULL; two customers share an address.
INSERT INTO customer VALUES (1, 'Almdudler Logistics'), (2, 'Berg & Söhne');

INSERT INTO subscription VALUES (1, 1, 9, 85.50, '2025-01-01', NULL), (2, 2, 4, 38.00, '2025-01-01', NULL);

INSERT INTO sign_in VALUES
    (1, 1, 'ada@almdudler.example', '2026-06-02 08:00'), (2, 1, 'Ada@Almdudler.example', '2026-06-03 08:00'),
    (3, 1, ' ada@almdudler.example', '2026-06-04 08:00'), (4, 1, 'ada@almdudler.example ', '2026-06-04 09:00'),
    (5, 1, 'BO@ALMDUDLER.EXAMPLE', '2026-06-05 08:00'), (6, 1, '  bo@almdudler.example', '2026-06-06 08:00'),
    (7, 1, '', '2026-06-07 08:00'), (8, 1, '   ', '2026-06-08 08:00'), (9, 1, NULL, '2026-06-09 08:00'),
    (10, 2, 'ada@almdudler.example', '2026-06-09 08:00'), (11, 2, '', '2026-06-10 08:00');
