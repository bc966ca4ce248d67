CREATE TABLE patient (
    patient_id integer PRIMARY KEY,
    clinic_id integer NOT NULL,
    name text NOT NULL,
    insurance_number text
);

CREATE TABLE visit (
    visit_id integer PRIMARY KEY,
    clinic_id integer NOT NULL,
    patient_id integer NOT NULL REFERENCES patient,
    visited_on date NOT NULL,
    note text
);
CREATE INDEX ON visit (patient_id);

CREATE VIEW month_count AS
SELECT
    clinic_id,
    date_trunc('month', visited_on)::date AS month,
    count(*) AS visits
FROM visit
GROUP BY clinic_id, month;

-- As it came: everybody may do everything.
GRANT ALL ON patient, visit, month_count TO PUBLIC;
