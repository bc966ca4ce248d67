SELECT add_category('bikes'), add_category('lamps');
SELECT put_product('B-1', 'bikes', 'City', 499.00, '{"colour": "red", "gears": 8, "ean": "4000000000017"}');
SELECT put_product('B-2', 'bikes', 'Race', 2199.90, '{"colour": "red", "gears": 22, "weight_g": 7900}');
SELECT put_product('B-3', 'bikes', 'Cargo', 3450.00, '{"gears": 8, "load_kg": 180}');
SELECT put_product('L-1', 'lamps', 'Rear', 12.95, '{"colour": "red", "watt": 0.5}');
