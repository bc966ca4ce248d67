SET lock_timeout = '1s';

-- step: column and trigger
BEGIN;
ALTER TABLE reading ADD COLUMN IF NOT EXISTS kwh numeric(12, 3);
CREATE OR REPLACE FUNCTION keep_kwh() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.kwh := round(NEW.wh / 1000.0, 3);
    RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS keep_kwh ON reading;
CREATE TRIGGER keep_kwh BEFORE INSERT OR UPDATE OF wh, kwh ON reading FOR EACH ROW EXECUTE FUNCTION keep_kwh();
COMMIT;

-- step: progress
CREATE TABLE IF NOT EXISTS filling (done bigint NOT NULL);
INSERT INTO filling SELECT 0 WHERE NOT EXISTS (SELECT FROM filling);

-- step: fill (repeat)
WITH part AS (
    SELECT max(reading_id) AS last
    FROM (SELECT reading_id FROM reading, filling WHERE reading_id > done ORDER BY reading_id LIMIT 4000) AS next
), filled AS (
    UPDATE reading SET kwh = round(wh / 1000.0, 3) FROM part, filling WHERE reading_id > done AND reading_id <= last
)
UPDATE filling SET done = last FROM part WHERE last > done;

-- step: index
DROP INDEX CONCURRENTLY IF EXISTS reading_meter_day;
CREATE INDEX CONCURRENTLY reading_meter_day ON reading (meter_id, day);

-- step: done
BEGIN;
DROP TABLE IF EXISTS filling;
INSERT INTO schema_version SELECT 7 WHERE NOT EXISTS (SELECT FROM schema_version WHERE version = 7);
COMMIT;
