-- The reader has come to the end.
INSERT INTO farm (farm_id, name) VALUES (1, 'Windpark Ost'), (2, 'Windpark West');

INSERT INTO entry (entry_id, farm_id, author, happened_at, note) VALUES
    (1, 1, 'Ada', NULL, 'First'), (2, 1, 'Ada', '2026-05-01', 'Second'), (3, 1, 'Ada', NULL, 'Third'), (4, 2, 'Bo', NULL, 'Other');

INSERT INTO place (reader_id, farm_id, happened_at, entry_id) VALUES (7, 1, NULL, 1);
