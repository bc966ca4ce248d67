-- A writing CTE inside what looks like a report.
WITH emptied AS (DELETE FROM refund RETURNING refund_id)
SELECT date '2025-01-01', 0, count(*), count(*), 100.0, 0.00, 0.00 FROM emptied;
