SET lock_timeout = '1s';

-- step: nullable
ALTER TABLE shipment ADD COLUMN IF NOT EXISTS carrier_id integer;
ALTER TABLE shipment ALTER COLUMN carrier_id SET DEFAULT 1;

-- step: fill (repeat)
UPDATE shipment SET carrier_id = 1
WHERE shipment_id IN (SELECT shipment_id FROM shipment WHERE carrier_id IS NULL LIMIT 5000);

-- step: rules for new rows
ALTER TABLE shipment DROP CONSTRAINT IF EXISTS carrier_known, DROP CONSTRAINT IF EXISTS carrier_there;
BEGIN;
ALTER TABLE shipment ADD CONSTRAINT carrier_there CHECK (carrier_id IS NOT NULL) NOT VALID;
ALTER TABLE shipment ADD CONSTRAINT carrier_known FOREIGN KEY (carrier_id) REFERENCES carrier (carrier_id) NOT VALID;
COMMIT;

-- step: rules for old rows
ALTER TABLE shipment VALIDATE CONSTRAINT carrier_there;
ALTER TABLE shipment VALIDATE CONSTRAINT carrier_known;

-- step: required, as the rule has proved
ALTER TABLE shipment ALTER COLUMN carrier_id SET NOT NULL;

-- step: one rule is enough
ALTER TABLE shipment DROP CONSTRAINT IF EXISTS carrier_there;

-- step: index
DROP INDEX CONCURRENTLY IF EXISTS by_carrier;
CREATE INDEX CONCURRENTLY by_carrier ON shipment (carrier_id, booked_on);
