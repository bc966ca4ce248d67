CREATE INDEX ON reading (sensor_id, taken_at);
DROP INDEX reading_sensor_idx;
