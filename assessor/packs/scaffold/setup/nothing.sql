-- The tables stay empty.
SELECT 1;
