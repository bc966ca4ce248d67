-- Every table is empty.
SELECT 1;
