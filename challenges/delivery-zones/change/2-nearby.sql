-- 1. The 20 nearest stops within 2 km of a customer.
SELECT s.id, ST_Distance(s.place, $1) AS metres
  FROM stop s
 WHERE ST_Distance(s.place, $1) < 2000
 ORDER BY s.place <-> $1
 LIMIT 20;

-- 2. Depots within 5 km of a customer.
SELECT d.id
  FROM depot d
 WHERE ST_DWithin(d.place, $2, 5000);

-- 3. The nearest depot of each of 500 stops.
SELECT s.id, (SELECT d.id FROM depot d
               ORDER BY ST_Distance(d.place::geography, s.place)
               LIMIT 1) AS depot_id
  FROM stop s
 WHERE s.id = ANY ($3);

-- 4. Vans that came within 300 m of a place.
SELECT DISTINCT t.van_id
  FROM track t
 WHERE ST_DWithin(ST_Transform(t.place, 25832),
                  ST_Transform($2, 25832), 300);

-- 5. How far a van has driven on a day, in metres.
SELECT ST_Length(ST_MakeLine(t.place ORDER BY t.at)::geography)
  FROM track t
 WHERE t.van_id = $4 AND t.at >= $5 AND t.at < $5 + interval '1 day';
