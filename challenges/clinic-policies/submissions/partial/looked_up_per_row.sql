REVOKE ALL ON patient, visit, month_count FROM PUBLIC;
GRANT SELECT, INSERT ON patient TO frontdesk;
GRANT UPDATE (name, insurance_number) ON patient TO frontdesk;
GRANT SELECT (visit_id, clinic_id, patient_id, visited_on) ON visit TO frontdesk;
GRANT INSERT (visit_id, clinic_id, patient_id, visited_on) ON visit TO frontdesk;
GRANT SELECT (patient_id, clinic_id, name) ON patient TO doctor;
GRANT SELECT, INSERT, UPDATE (note) ON visit TO doctor;
GRANT SELECT ON month_count TO billing;

-- Looks the patient up for every visit.
CREATE FUNCTION is_mine(p_patient integer) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM patient
        WHERE patient_id = p_patient AND clinic_id::text = current_setting('app.clinic', true)
    );
END $$;

ALTER TABLE patient ENABLE ROW LEVEL SECURITY;
ALTER TABLE visit ENABLE ROW LEVEL SECURITY;
CREATE POLICY mine ON patient USING (clinic_id::text = current_setting('app.clinic', true));
CREATE POLICY mine ON visit USING (is_mine(patient_id) AND clinic_id::text = current_setting('app.clinic', true));
CREATE OR REPLACE VIEW month_count AS
SELECT clinic_id, date_trunc('month', visited_on)::date AS month, count(*) AS visits
FROM visit WHERE clinic_id::text = current_setting('app.clinic', true)
GROUP BY clinic_id, month;
