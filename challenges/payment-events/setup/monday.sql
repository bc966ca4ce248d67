INSERT INTO account VALUES (10, 30.00), (11, 0), (12, 7.25), (13, 0);
INSERT INTO account SELECT 20 + n, 0 FROM generate_series(1, 8) AS n;
INSERT INTO payment (request_id, account_id, amount) VALUES ('m-1', 10, 10), ('m-2', 10, 20), ('m-3', 12, 7.25);
INSERT INTO event VALUES (10, 1, 'm-1', 10, true), (10, 2, 'm-2', 30, false), (12, 1, 'm-3', 7.25, false);
