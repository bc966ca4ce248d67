-- 1. Revenue of each city: what was paid for rides that began in October, less what was given back for them
SELECT s.city,
       sum(p.amount) - coalesce(sum(f.amount), 0) AS revenue
FROM ride r
JOIN station s ON s.station_id = r.from_station
JOIN payment p ON p.ride_id = r.ride_id
LEFT JOIN refund f ON f.ride_id = r.ride_id
WHERE r.started_at BETWEEN '2026-10-01' AND '2026-10-31'
GROUP BY s.city;

-- 2. Members (not cancelled) who have never invited anybody
SELECT m.member_id, m.name
FROM member m
WHERE m.cancelled_on IS NULL
  AND m.member_id NOT IN (SELECT invited_by FROM member);

-- 3. For each station its rides in October and how many members made them; 0 for stations without
SELECT s.name,
       count(*) AS rides,
       count(DISTINCT r.member_id) AS members
FROM station s
LEFT JOIN ride r ON r.from_station = s.station_id
WHERE r.started_at >= '2026-10-01' AND r.started_at < '2026-11-01'
GROUP BY s.station_id;

-- 4. Payments of each member, each with the total so far
SELECT r.member_id, p.paid_on, p.payment_id, p.amount,
       sum(p.amount) OVER (PARTITION BY r.member_id ORDER BY p.paid_on) AS total
FROM payment p JOIN ride r USING (ride_id)
WHERE r.member_id IS NOT NULL
ORDER BY r.member_id, p.paid_on, p.payment_id;

-- 5. Where each bike was left last, one row a bike
SELECT DISTINCT bike_id,
       last_value(to_station) OVER (PARTITION BY bike_id ORDER BY ended_at) AS station_id
FROM ride
WHERE ended_at IS NOT NULL;

-- 6. For each city with at least 50 ratings their mean, and how many per cent of rides were rated
SELECT s.city,
       avg(coalesce(r.stars, 0)) AS stars,
       100.0 * count(r.stars) / count(*) AS rated
FROM ride r JOIN station s ON s.station_id = r.from_station
GROUP BY s.city
HAVING count(r.stars) >= 50;

-- 7. Rides of each day of October and their mean over up to seven days, days without rides too
SELECT day::date,
       count(r.ride_id) AS rides,
       avg(count(r.ride_id)) OVER (ORDER BY day ROWS BETWEEN 6 PRECEDING AND CURRENT ROW) AS mean
FROM generate_series(timestamptz '2026-10-01', '2026-10-31', '1 day') AS day
LEFT JOIN ride r ON r.started_at >= day AND r.started_at < day + interval '1 day'
GROUP BY day
ORDER BY day;
