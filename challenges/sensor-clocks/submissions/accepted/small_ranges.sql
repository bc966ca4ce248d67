-- Ranges of 12 pages, of which few hold a wrong clock, and those that do keep it in an interval of its own.
DROP INDEX reading_sensor_idx, reading_quality_idx;
CREATE INDEX ON reading USING brin (taken_at timestamptz_minmax_multi_ops) WITH (pages_per_range = 12);
CREATE INDEX ON reading (taken_at, reading_id) WHERE quality = 2;
