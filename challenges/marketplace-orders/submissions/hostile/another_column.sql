ALTER TABLE orders SET (fillfactor = 90), ADD COLUMN is_open boolean GENERATED ALWAYS AS (status = 'open') STORED;
