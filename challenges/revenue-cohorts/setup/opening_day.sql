-- The shop has not opened: every table is empty.
SELECT 1;
