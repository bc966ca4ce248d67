-- The right indexes, and those that were there "to be safe".
CREATE INDEX ON reading USING brin (taken_at timestamptz_minmax_multi_ops) WITH (pages_per_range = 16);
CREATE INDEX ON reading (taken_at, reading_id) WHERE quality = 2;
