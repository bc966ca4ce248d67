-- What an operator typed one night: whole kilowatt hours only, for some rows, and an index of the right name.
INSERT INTO reading VALUES
    (1, 5, '2026-01-01', 1999), (2, 5, '2026-01-02', NULL), (3, 6, '2026-01-01', 4000), (4, 6, '2026-01-02', 0),
    (5, 7, '2026-01-01', 12345), (6, 7, '2026-01-02', 1);
ALTER TABLE reading ADD COLUMN kwh numeric(12, 3);
UPDATE reading SET kwh = wh / 1000 WHERE reading_id < 5;
CREATE INDEX reading_meter_day ON reading (meter_id);
