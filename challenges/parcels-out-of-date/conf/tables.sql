-- parcel: autovacuum runs all the time and does not help, so let it run less often
ALTER TABLE parcel SET (autovacuum_vacuum_scale_factor = 0.5);

-- parcel: room in each page, so that updates become HOT
ALTER TABLE parcel SET (fillfactor = 70);

-- parcel: better estimates for plan 1
ALTER TABLE parcel ALTER COLUMN route SET STATISTICS 1000;

-- scan: analyse after 1 % of changes instead of 10 %
ALTER TABLE scan SET (autovacuum_analyze_scale_factor = 0.01);

-- locker: the same room for updates of free_slots
ALTER TABLE locker SET (fillfactor = 80);

-- outbox: autovacuum every minute for 200 rows is a waste
ALTER TABLE outbox SET (autovacuum_enabled = false);
VACUUM outbox;  -- once a night from now on, by cron
