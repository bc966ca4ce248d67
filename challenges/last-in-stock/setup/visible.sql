INSERT INTO item (item_id, name, on_hand) VALUES
    (1, 'Kettle', 1), (2, 'Toaster', 5), (3, 'Mug', 40), (4, 'Teapot, blue', 0);
INSERT INTO reservation (item_id, customer, quantity) VALUES (2, 'Bo', 2), (3, 'Ada', 6), (3, 'Bo', 1);
UPDATE item SET reserved = (SELECT coalesce(sum(r.quantity), 0) FROM reservation AS r WHERE r.item_id = item.item_id);
