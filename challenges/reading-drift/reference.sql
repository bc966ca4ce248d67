SET lock_timeout = '2s';

-- step: column
ALTER TABLE reading ADD COLUMN IF NOT EXISTS kwh numeric(12, 3);

-- step: kept from now on
CREATE OR REPLACE FUNCTION reading_kwh() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.kwh := NEW.wh / 1000.0;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER reading_kwh BEFORE INSERT OR UPDATE ON reading
    FOR EACH ROW EXECUTE FUNCTION reading_kwh();

-- step: fill (repeat)
UPDATE reading SET kwh = wh / 1000.0
WHERE reading_id IN (
    SELECT reading_id FROM reading WHERE kwh IS DISTINCT FROM (wh / 1000.0)::numeric(12, 3) LIMIT 5000
);

-- step: index
DROP INDEX CONCURRENTLY IF EXISTS reading_meter_day;
CREATE INDEX CONCURRENTLY reading_meter_day ON reading (meter_id, day);

-- step: version
INSERT INTO schema_version VALUES (7) ON CONFLICT DO NOTHING;
