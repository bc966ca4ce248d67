INSERT INTO item (item_id, name, on_hand) VALUES
    (10, 'Lamp', 3), (11, 'Chair', 9), (12, 'Desk', 2), (13, 'Shelf', 0);
INSERT INTO item (item_id, name, on_hand) SELECT 20 + n, 'Vase ' || n, 1 FROM generate_series(1, 8) AS n;
INSERT INTO reservation (item_id, customer, quantity) VALUES
    (10, 'Cleo', 2), (11, 'Cleo', 1), (11, 'Dag', 3), (12, 'Eve', 2);
UPDATE item SET reserved = (SELECT coalesce(sum(r.quantity), 0) FROM reservation AS r WHERE r.item_id = item.item_id);
