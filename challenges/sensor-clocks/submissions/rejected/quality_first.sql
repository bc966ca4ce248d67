CREATE INDEX ON reading (quality, taken_at);
