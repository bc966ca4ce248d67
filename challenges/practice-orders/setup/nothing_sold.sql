INSERT INTO customer (customer_id, name) VALUES (2, 'Second'), (1, 'First');
