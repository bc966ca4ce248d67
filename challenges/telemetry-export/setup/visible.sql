INSERT INTO reading VALUES
    ('pump-1', '2026-05-01 08:00+00', 'bar', 2.5), ('pump-1', '2026-05-01 08:05+00', 'bar', 2.75),
    ('pump-2', '2026-05-01 08:00+00', 'bar', NULL), ('fan-1', '2026-05-01 08:00+00', 'rpm', 900);
INSERT INTO "Alarm log" VALUES (1, 'pump-1', 'M. O''Hara', 2), (2, 'fan-1', NULL, 1);
INSERT INTO access_key VALUES ('pump-1', 'not for export');
