-- assessor.scale thousand readings of sixty days. A few minutes late is usual; some sensors lost their battery and begin
-- again in the year 2000. Few readings are bad.
INSERT INTO reading (reading_id, sensor_id, taken_at, value, quality)
SELECT
    r.n,
    1 + floor(400 * power(r.who, 2))::integer,
    CASE
        WHEN r.clock < 0.0004 THEN timestamptz '2000-01-01 00:00+00' + r.late * interval '30 days'
        ELSE timestamptz '2026-01-01 00:00+00'
            + r.n / (1000.0 * current_setting('assessor.scale')::integer) * interval '60 days'
            - power(r.late, 6) * interval '5 minutes'
    END,
    CASE WHEN r.bad > 0.001 THEN (20 + 15 * r.who - 5 * r.late)::real END,
    CASE WHEN r.bad < 0.002 THEN 2 WHEN r.bad < 0.05 THEN 1 ELSE 0 END
FROM (
    SELECT n, random() AS who, random() AS clock, random() AS late, random() AS bad
    FROM generate_series(1, 1000 * current_setting('assessor.scale')::integer) AS n
) AS r;

CREATE INDEX reading_sensor_idx ON reading (sensor_id);
CREATE INDEX reading_quality_idx ON reading (quality);
