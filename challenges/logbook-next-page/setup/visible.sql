-- Beside the generated entries: a small logbook that ends soon after reader 9's place.
INSERT INTO farm (farm_id, name) VALUES (90, 'Windpark Nordkap');

INSERT INTO entry (entry_id, farm_id, author, happened_at, note, removed_at) VALUES
    (90001, 90, 'Ada Berg', '2026-08-01 10:00', 'Put into service.', NULL),
    (90002, 90, NULL, '2026-08-01 10:00', 'Back on grid.', NULL),
    (90003, 90, NULL, '1970-01-01 00:00', 'Clock lost.', NULL),
    (90004, 90, NULL, NULL, 'Clock lost.', NULL),
    (90005, 90, 'Ada Berg', NULL, 'Found a glove.', NULL),
    (90006, 90, NULL, '2026-08-01 10:00', 'Back on grid.', '2026-08-02 08:00');

INSERT INTO place (reader_id, farm_id, happened_at, entry_id) VALUES (9, 90, '2026-08-01 10:00', 90002);
