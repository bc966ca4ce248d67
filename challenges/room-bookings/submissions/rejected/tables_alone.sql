CREATE TABLE room (
    room_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL UNIQUE,
    seats integer NOT NULL CHECK (seats > 0)
);

CREATE TABLE person (
    person_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email text NOT NULL,
    name text NOT NULL
);
CREATE UNIQUE INDEX person_email ON person (lower(email));

CREATE TABLE booking (
    booking_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    room_id integer NOT NULL REFERENCES room,
    person_id integer NOT NULL REFERENCES person,
    during tstzrange NOT NULL,
    cancelled boolean NOT NULL DEFAULT false,
    CONSTRAINT quarters CHECK (
        mod(extract(epoch FROM lower(during)), 900) = 0 AND mod(extract(epoch FROM upper(during)), 900) = 0
    ),
    -- Without a start or an end the length is NULL, which a check would let pass.
    CONSTRAINT half_a_day CHECK (coalesce(upper(during) - lower(during) <= interval '12 hours', false)),
    CONSTRAINT one_at_a_time EXCLUDE USING gist (room_id WITH =, during WITH &&) WHERE (cancelled = false)
);
CREATE INDEX booking_room ON booking (room_id);
CREATE INDEX booking_person ON booking (person_id);

CREATE TABLE booking_step (
    booking_id bigint NOT NULL REFERENCES booking,
    step integer NOT NULL,
    during tstzrange NOT NULL,
    what text NOT NULL,
    done_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (booking_id, step)
);

