-- current_setting('assessor.scale') thousand visits; most clinics are small.
INSERT INTO patient
SELECT n, 1 + floor(200 * random() * random())::integer, 'patient ' || n, 'N-' || n
FROM generate_series(1, 100 * current_setting('assessor.scale')::integer) AS n;
INSERT INTO visit
SELECT n, p.clinic_id, p.patient_id, date '2026-01-01' + (n % 180), 'note ' || n
FROM generate_series(1, 1000 * current_setting('assessor.scale')::integer) AS n
JOIN patient AS p ON p.patient_id = 1 + n % (100 * current_setting('assessor.scale')::integer);
