BEGIN;                                                                              -- 0.1 ms
SELECT s.* FROM seller s WHERE s.id = 17;                                           -- 0.3 ms, 1 row
SELECT status, count(*) FROM orders WHERE seller_id = 17 GROUP BY status;           -- 9 ms, 5 rows
SELECT o.* FROM orders o WHERE o.seller_id = 17
 ORDER BY o.created_at DESC, o.id DESC LIMIT 20 OFFSET 7980;                        -- 38 ms, 20 rows

SELECT b.id, b.name FROM buyer b WHERE b.id = 90112;                                -- 0.4 ms, 1 row
SELECT b.id, b.name FROM buyer b WHERE b.id = 41870;                                -- 0.4 ms, 1 row
SELECT b.id, b.name FROM buyer b WHERE b.id = 77254;                                -- 0.4 ms, 1 row
-- ... 17 more like these

SELECT i.id, i.order_id, i.product_id, i.quantity FROM item i
 WHERE i.order_id IN (884213, 884207, 884190 /* ... 20 numbers */);                 -- 0.8 ms, 61 rows

SELECT p.* FROM product p
 WHERE p.id IN (51, 77, 1204 /* ... 44 numbers */);                                 -- 210 ms, 44 rows, 96 MB

SELECT o.id, m.*, c.* FROM orders o
  LEFT JOIN message m ON m.order_id = o.id
  LEFT JOIN parcel c ON c.order_id = o.id
 WHERE o.id IN (884213, 884207, 884190 /* ... 20 numbers */);                       -- 95 ms, 5,240 rows

SELECT r.* FROM rating r WHERE r.seller_id = 17;                                    -- 340 ms, 48,210 rows

SELECT o.id FROM orders o WHERE o.id = CAST('884213' AS numeric);                   -- 2,900 ms, 1 row
SELECT b.id FROM buyer b WHERE b.email = 'kim@mail.example' LIMIT 1;                -- 0.2 ms, 1 row
SELECT EXISTS (SELECT FROM parcel WHERE order_id = 884213 AND state = 'lost');      -- 0.3 ms, 1 row

-- 1,200 ms without a statement: the application asks the carrier's API where the parcels are

UPDATE seller SET name = 'Hats & Co', locale = 'de-AT', balance = 812.40,
       last_seen_at = '2025-03-03 10:15:07+01' WHERE id = 17;                       -- 0.6 ms, 1 row
COMMIT;                                                                             -- 1.9 ms
