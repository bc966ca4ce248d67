-- Subscriptions that begin or end on 30 June or the day after, and sign-ins in the first and last minutes of the month.
INSERT INTO customer VALUES (1, 'Begins on the day'), (2, 'Begins the day after'), (3, 'Ends on the day'), (4, 'Ends the day after'),
    (5, 'First minute'), (6, 'Last minute'), (7, 'Before'), (8, 'After');

INSERT INTO subscription VALUES
    (1, 1, 3, 30.00, '2026-06-30', NULL), (2, 2, 3, 30.00, '2026-07-01', NULL), (3, 3, 3, 30.00, '2025-01-01', '2026-06-30'),
    (4, 4, 3, 30.00, '2025-01-01', '2026-07-01'), (5, 5, 3, 30.00, '2025-01-01', NULL), (6, 6, 3, 30.00, '2025-01-01', NULL),
    (7, 7, 3, 30.00, '2025-01-01', NULL), (8, 8, 3, 30.00, '2025-01-01', NULL);

INSERT INTO sign_in VALUES
    (1, 5, 'a@first.example', '2026-06-01 00:00'), (2, 6, 'a@last.example', '2026-06-30 23:59:59.5'),
    (3, 7, 'a@before.example', '2026-05-31 23:59:59.5'), (4, 8, 'a@after.example', '2026-07-01 00:00');
