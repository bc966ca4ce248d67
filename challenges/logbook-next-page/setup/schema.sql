-- The logbooks of wind farms: what technicians and turbines enter, and how far readers have come.
CREATE TABLE farm (
    farm_id integer PRIMARY KEY,
    name    text NOT NULL
);

CREATE TABLE entry (
    entry_id    bigint PRIMARY KEY,
    farm_id     integer NOT NULL REFERENCES farm,
    author      text,
    happened_at timestamp,
    note        text NOT NULL,
    removed_at  timestamp
);

-- Where a reader is: sort key of the last entry that they were shown. The entry may be gone since.
CREATE TABLE place (
    reader_id   integer PRIMARY KEY,
    farm_id     integer NOT NULL REFERENCES farm,
    happened_at timestamp,
    entry_id    bigint NOT NULL
);

CREATE INDEX entry_logbook_idx ON entry (farm_id, happened_at DESC NULLS LAST, entry_id DESC) WHERE removed_at IS NULL;

COMMENT ON COLUMN entry.author IS 'NULL: entered by the turbine itself.';
COMMENT ON COLUMN entry.happened_at IS 'NULL: nobody knows when. Turbines that have lost their clock say 1970 and such.';
COMMENT ON COLUMN entry.removed_at IS 'NULL: stands in the logbook.';
COMMENT ON COLUMN place.happened_at IS 'NULL: the last entry shown has no time.';
