-- An engineering group: everybody who works or has worked there, and what they were paid.
CREATE TABLE person (
    person_id  integer PRIMARY KEY,
    full_name  text NOT NULL,
    manager_id integer REFERENCES person,
    employment text NOT NULL CHECK (employment IN ('employee', 'contractor')),
    left_on    date
);

CREATE TABLE salary (
    person_id     integer NOT NULL REFERENCES person,
    effective_on  date NOT NULL,
    annual_salary numeric(10, 2) CHECK (annual_salary >= 0),
    PRIMARY KEY (person_id, effective_on)
);

COMMENT ON COLUMN person.manager_id IS 'NULL, or the person''s own id: nobody is above.';
COMMENT ON COLUMN person.left_on IS 'Last working day; NULL: no end known. People who have left keep their place in the tree.';
COMMENT ON COLUMN salary.annual_salary IS 'Euros a year from effective_on until the next row. NULL: unpaid leave.';
