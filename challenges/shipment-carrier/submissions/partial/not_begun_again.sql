SET lock_timeout = '2s';

-- step: column
ALTER TABLE shipment ADD COLUMN carrier_id integer NOT NULL DEFAULT 1;

-- step: index
DROP INDEX CONCURRENTLY IF EXISTS shipment_carrier_booked;
CREATE INDEX CONCURRENTLY shipment_carrier_booked ON shipment (carrier_id, booked_on);

-- step: foreign key
ALTER TABLE shipment DROP CONSTRAINT IF EXISTS shipment_carrier;
ALTER TABLE shipment ADD CONSTRAINT shipment_carrier FOREIGN KEY (carrier_id) REFERENCES carrier NOT VALID;

-- step: foreign key of old rows
ALTER TABLE shipment VALIDATE CONSTRAINT shipment_carrier;
