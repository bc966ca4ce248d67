-- 12. Addresses from the geocoder, which gives latitude and longitude in degrees (WGS 84).
INSERT INTO address (id, place)
SELECT g.id, ST_SetSRID(ST_MakePoint(g.latitude, g.longitude), 4326)
  FROM geocoded g
 WHERE g.latitude BETWEEN -90 AND 90;

-- 13. Stops from a partner, as text such as 'POINT(13.4 52.5)', longitude first.
INSERT INTO stop (id, place)
SELECT n.id, ST_GeogFromText(n.wkt)
  FROM partner_stop n;

ANALYZE address;
