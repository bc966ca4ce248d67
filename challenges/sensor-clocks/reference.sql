-- Readings lie in the order of time, but for a few from the year 2000: with one minimum and maximum each of those makes its
-- range of pages match any time, so several intervals are kept of each.
CREATE INDEX reading_taken_brin ON reading USING brin (taken_at timestamptz_minmax_multi_ops) WITH (pages_per_range = 16);

-- Two readings of a thousand are bad.
CREATE INDEX reading_bad_idx ON reading (taken_at, reading_id) WHERE quality = 2;

-- Nothing asks for a sensor, and quality alone finds too much.
DROP INDEX reading_sensor_idx, reading_quality_idx;
