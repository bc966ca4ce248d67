-- step: everything
ALTER TABLE reading ADD COLUMN kwh numeric(12, 3) GENERATED ALWAYS AS (wh / 1000.0) STORED;
CREATE INDEX reading_meter_day ON reading (meter_id, day);
INSERT INTO schema_version VALUES (7);
