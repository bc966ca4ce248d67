CREATE TABLE shift (
    shift_id integer PRIMARY KEY,
    ward text NOT NULL,
    night date NOT NULL,
    needed integer NOT NULL,
    UNIQUE (ward, night)
);

CREATE TABLE duty (
    shift_id integer NOT NULL REFERENCES shift,
    doctor text NOT NULL,
    note text,
    PRIMARY KEY (shift_id, doctor)
);

GRANT SELECT, INSERT, UPDATE, DELETE ON shift, duty TO roster;
