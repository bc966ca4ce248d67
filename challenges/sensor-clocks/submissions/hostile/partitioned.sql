ALTER TABLE reading RENAME TO reading_old;
CREATE TABLE reading (LIKE reading_old) PARTITION BY RANGE (taken_at);
