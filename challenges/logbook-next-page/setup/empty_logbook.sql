-- A place in a logbook that has been emptied.
INSERT INTO farm (farm_id, name) VALUES (1, 'Windpark Ost');

INSERT INTO place (reader_id, farm_id, happened_at, entry_id) VALUES (7, 1, '2026-05-01', 12);
