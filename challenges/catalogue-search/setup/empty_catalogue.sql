-- No product at all.
SELECT 1;
