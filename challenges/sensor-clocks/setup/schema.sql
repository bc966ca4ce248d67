-- Readings are only ever added, in the order in which they arrive.
CREATE TABLE reading (
    reading_id bigint NOT NULL,
    sensor_id integer NOT NULL,
    taken_at timestamptz NOT NULL,
    value real,
    quality smallint NOT NULL
);

-- Statistics see every row: ANALYZE samples 300 rows for each of these, and so gives the same each time.
ALTER TABLE reading ALTER COLUMN reading_id SET STATISTICS 10000;
