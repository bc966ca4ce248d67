INSERT INTO reading VALUES
    ('mill-7', '2026-04-30 23:55+00', 'rpm', 120.5), ('mill-7', '2026-05-01 00:00+00', 'rpm', 121),
    ('mill-7', '2026-05-01 00:00+00', 'celsius', 61.25), ('o''mill', '2026-05-01 00:00+00', 'rpm', 5),
    ('%I', '2026-05-02 00:00+00', 'rpm', 77), ('kiln', '2026-05-01 00:00+00', 'celsius', NULL),
    ('kiln', '2026-05-01 01:00+00', 'celsius', 800);
INSERT INTO "Alarm log" VALUES
    (11, 'kiln', 'R. O''Neil', 3), (12, 'kiln', 'the "night" shift', 1), (13, 'mill-7', NULL, 2), (14, 'kiln', 'back\slash', 1);
INSERT INTO access_key VALUES ('kiln', 'k-1'), ('mill-7', 'k-2');
