CREATE INDEX ON reading USING brin (taken_at) WITH (pages_per_range = 16);
CREATE INDEX ON reading (taken_at, reading_id) WHERE quality = 2;
DROP INDEX reading_sensor_idx, reading_quality_idx;
