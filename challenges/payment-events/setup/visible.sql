INSERT INTO account VALUES (1, 105.50), (2, 0), (3, 12.00);
INSERT INTO payment (request_id, account_id, amount) VALUES ('v-1', 1, 100), ('v-2', 1, 5.50), ('v-3', 3, 12);
INSERT INTO event VALUES (1, 1, 'v-1', 100, true), (1, 2, 'v-2', 105.50, false), (3, 1, 'v-3', 12, true);
