CREATE INDEX ON reading USING brin (taken_at);
ANALYZE reading;
