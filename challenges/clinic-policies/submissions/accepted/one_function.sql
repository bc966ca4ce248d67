-- One function says whose session it is; a policy for each role and command; the owner is held, too.
BEGIN;
CREATE FUNCTION my_clinic() RETURNS integer LANGUAGE sql STABLE PARALLEL SAFE
    RETURN CASE WHEN current_setting('app.clinic', true) <> '' THEN current_setting('app.clinic', true)::integer END;

REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC;
CREATE INDEX visit_of_clinic ON visit (clinic_id, visited_on);
CREATE INDEX patient_of_clinic ON patient (clinic_id);

ALTER TABLE patient ENABLE ROW LEVEL SECURITY;
ALTER TABLE visit ENABLE ROW LEVEL SECURITY;
CREATE POLICY read ON patient FOR SELECT TO frontdesk, doctor USING (clinic_id = (SELECT my_clinic()));
CREATE POLICY add ON patient FOR INSERT TO frontdesk WITH CHECK (clinic_id = (SELECT my_clinic()));
CREATE POLICY change ON patient FOR UPDATE TO frontdesk
    USING (clinic_id = (SELECT my_clinic())) WITH CHECK (clinic_id = (SELECT my_clinic()));
CREATE POLICY read ON visit FOR SELECT TO frontdesk, doctor USING (clinic_id = (SELECT my_clinic()));
CREATE POLICY add ON visit FOR INSERT TO frontdesk, doctor WITH CHECK (clinic_id = (SELECT my_clinic()));
CREATE POLICY change ON visit FOR UPDATE TO doctor
    USING (clinic_id = (SELECT my_clinic())) WITH CHECK (clinic_id = (SELECT my_clinic()));

GRANT SELECT, INSERT, UPDATE (name, insurance_number) ON patient TO frontdesk;
GRANT SELECT (patient_id, clinic_id, name) ON patient TO doctor;
GRANT SELECT (visit_id, clinic_id, patient_id, visited_on), INSERT (visit_id, clinic_id, patient_id, visited_on) ON visit
    TO frontdesk;
GRANT SELECT, INSERT, UPDATE (note) ON visit TO doctor;

CREATE OR REPLACE VIEW month_count AS
SELECT v.clinic_id, date_trunc('month', v.visited_on)::date AS month, count(*) AS visits
FROM visit AS v WHERE v.clinic_id = (SELECT my_clinic())
GROUP BY v.clinic_id, date_trunc('month', v.visited_on)::date;
GRANT SELECT ON month_count TO billing;
COMMIT;
