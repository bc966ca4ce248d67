-- 6. The zone of one address.
SELECT z.id
  FROM address a
  JOIN zone z ON ST_Covers(z.area, ST_SetSRID(a.place, 25832))
 WHERE a.id = $1;

-- 7. How many addresses each zone has.
SELECT z.id, count(a.id)
  FROM zone z
  LEFT JOIN address a
    ON ST_Contains(z.area,
                   ST_Transform(a.place, 25832))
 GROUP BY z.id;

-- 8. The zones of a customer's place.
SELECT z.id
  FROM zone z
 WHERE z.area && ST_Transform($2, 25832);

-- 9. Zones and regions by size, in square kilometres.
SELECT id, ST_Area(area) / 1e6 AS km2 FROM zone
 UNION ALL
SELECT id, ST_Area(area) / 1e6 FROM region;

-- 10. The parts of zones: large polygons are cut, so that indexes find them better.
INSERT INTO zone_part SELECT id, ST_Subdivide(area, 128) FROM zone;

-- 11. As 7, by the parts.
SELECT p.zone_id, count(*)
  FROM zone_part p
  JOIN address a ON ST_Intersects(p.area, ST_Transform(a.place, 25832))
 GROUP BY p.zone_id;
