-- FORCE holds the owner as well, and with it the view; the policies are for everybody, rights do the rest.
ALTER TABLE patient ENABLE ROW LEVEL SECURITY;
ALTER TABLE patient FORCE ROW LEVEL SECURITY;
ALTER TABLE visit ENABLE ROW LEVEL SECURITY;
ALTER TABLE visit FORCE ROW LEVEL SECURITY;

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['patient', 'visit'] LOOP
        EXECUTE format('REVOKE ALL ON %I FROM PUBLIC', name);
        EXECUTE format(
            'CREATE POLICY same_clinic ON %I AS PERMISSIVE FOR ALL TO PUBLIC'
            ' USING (clinic_id = nullif(current_setting(''app.clinic'', true), '''')::integer)'
            ' WITH CHECK (clinic_id = nullif(current_setting(''app.clinic'', true), '''')::integer)', name);
        EXECUTE format('CREATE INDEX ON %I (clinic_id)', name);
    END LOOP;
END $$;

GRANT SELECT, INSERT, UPDATE (name, insurance_number) ON patient TO frontdesk;
GRANT SELECT (visit_id, clinic_id, patient_id, visited_on) ON visit TO frontdesk;
GRANT INSERT (visit_id, clinic_id, patient_id, visited_on) ON visit TO frontdesk;
GRANT SELECT (patient_id, clinic_id, name) ON patient TO doctor;
GRANT SELECT, INSERT, UPDATE (note) ON visit TO doctor;
REVOKE ALL ON month_count FROM PUBLIC;
GRANT SELECT ON month_count TO billing;
