-- 8. At night: all rides for the cities, in files of 10,000, while people go on riding
SELECT ride_id, started_at, from_station, to_station
FROM ride
ORDER BY started_at
LIMIT 10000 OFFSET :page * 10000;

-- 9. Each hour: rides of today for each station, counted anew
UPDATE station_day d
SET rides = (SELECT count(*) FROM ride r
             WHERE r.from_station = d.station_id AND r.started_at >= :today)
WHERE d.day = :today;
INSERT INTO station_day (station_id, day, rides)
SELECT r.from_station, :today, count(*)
FROM ride r
WHERE r.started_at >= :today
  AND NOT EXISTS (SELECT FROM station_day d WHERE d.station_id = r.from_station AND d.day = :today)
GROUP BY r.from_station;

-- 10. On the first of a month: rides of each city in the month before, counted from all its rides
INSERT INTO city_month (city, month, rides)
SELECT s.city, date_trunc('month', r.started_at)::date, count(*)
FROM ride r JOIN station s ON s.station_id = r.from_station
WHERE r.started_at >= date_trunc('month', :today::timestamptz) - interval '1 month'
  AND r.started_at <  date_trunc('month', :today::timestamptz)
GROUP BY 1, 2
ON CONFLICT (city, month) DO UPDATE
SET rides = city_month.rides + EXCLUDED.rides;

-- 11. At each start of the app: the member's language
INSERT INTO member_setting (member_id, language)
VALUES ($1, $2)
ON CONFLICT (member_id) DO UPDATE SET language = EXCLUDED.language
WHERE member_setting.language IS DISTINCT FROM EXCLUDED.language;
