CREATE TABLE schema_version (version integer PRIMARY KEY);
INSERT INTO schema_version SELECT generate_series(1, 6);

CREATE TABLE reading (
    reading_id bigint PRIMARY KEY,
    meter_id integer NOT NULL,
    day date NOT NULL,
    wh integer
);

GRANT SELECT, INSERT, UPDATE ON reading TO meters;
