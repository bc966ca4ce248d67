create index on reading using brin (taken_at timestamptz_minmax_multi_ops(values_per_range = 16)) with (pages_per_range = 20, autosummarize = on);
create index on reading (taken_at) where quality = 2;
drop index reading_sensor_idx;
drop index reading_quality_idx;
analyze reading;
