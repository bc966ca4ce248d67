REVOKE ALL ON patient, visit, month_count FROM PUBLIC;

GRANT SELECT, INSERT ON patient TO frontdesk;
GRANT UPDATE (name, insurance_number) ON patient TO frontdesk;
GRANT SELECT (visit_id, clinic_id, patient_id, visited_on), INSERT (visit_id, clinic_id, patient_id, visited_on)
    ON visit TO frontdesk;
GRANT SELECT (patient_id, clinic_id, name) ON patient TO doctor;
GRANT SELECT, INSERT, UPDATE (note) ON visit TO doctor;
GRANT SELECT ON month_count TO billing;

ALTER TABLE patient ENABLE ROW LEVEL SECURITY;
ALTER TABLE visit ENABLE ROW LEVEL SECURITY;

-- In a subquery the setting is read once, and not for every row.
CREATE POLICY own_clinic ON patient TO frontdesk, doctor
    USING (clinic_id = (SELECT nullif(current_setting('app.clinic', true), '')::integer));
CREATE POLICY own_clinic ON visit TO frontdesk, doctor
    USING (clinic_id = (SELECT nullif(current_setting('app.clinic', true), '')::integer));
CREATE INDEX ON visit (clinic_id);

-- The view reads as its owner, whom no policy holds: so it holds itself.
CREATE OR REPLACE VIEW month_count WITH (security_barrier) AS
SELECT clinic_id, date_trunc('month', visited_on)::date AS month, count(*) AS visits
FROM visit
WHERE clinic_id = (SELECT nullif(current_setting('app.clinic', true), '')::integer)
GROUP BY clinic_id, month;
