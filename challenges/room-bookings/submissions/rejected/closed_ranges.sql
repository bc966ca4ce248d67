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
    CONSTRAINT one_at_a_time EXCLUDE USING gist (room_id WITH =, tstzrange(lower(during), upper(during), '[]') WITH &&) WHERE (cancelled = false)
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

-- Whoever changes a booking, and by whatever way, leaves a trace.
CREATE FUNCTION keep_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO booking_step (booking_id, step, during, what)
    SELECT NEW.booking_id, count(*) + 1, NEW.during,
           CASE WHEN TG_OP = 'INSERT' THEN 'booked' WHEN NEW.cancelled THEN 'cancelled' ELSE 'moved' END
    FROM booking_step WHERE booking_id = NEW.booking_id;
    RETURN NULL;
END
$$;
CREATE TRIGGER keep_step AFTER INSERT OR UPDATE ON booking FOR EACH ROW EXECUTE FUNCTION keep_step();

CREATE FUNCTION add_room(p_name text, p_seats integer) RETURNS void LANGUAGE sql AS $$
    INSERT INTO room (name, seats) VALUES (p_name, p_seats)
$$;

CREATE FUNCTION add_person(p_email text, p_name text) RETURNS void LANGUAGE sql AS $$
    INSERT INTO person (email, name) VALUES (p_email, p_name)
$$;

CREATE FUNCTION rename_person(p_email text, p_name text) RETURNS void LANGUAGE sql AS $$
    UPDATE person SET name = p_name WHERE lower(email) = lower(p_email)
$$;

CREATE FUNCTION book(p_room text, p_email text, p_during tstzrange) RETURNS bigint LANGUAGE sql AS $$
    INSERT INTO booking (room_id, person_id, during) VALUES (
        (SELECT room_id FROM room WHERE name = p_room),
        (SELECT person_id FROM person WHERE lower(email) = lower(p_email)),
        p_during
    )
    RETURNING booking_id
$$;

CREATE FUNCTION move(p_booking bigint, p_during tstzrange) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    UPDATE booking SET during = p_during WHERE booking_id = p_booking AND cancelled = false;
    IF NOT FOUND THEN
        RAISE no_data_found;
    END IF;
END
$$;

CREATE FUNCTION cancel(p_booking bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    UPDATE booking SET cancelled = true WHERE booking_id = p_booking AND cancelled = false;
    IF NOT FOUND THEN
        RAISE no_data_found;
    END IF;
END
$$;

CREATE VIEW agenda AS
SELECT b.booking_id AS booking, r.name AS room, p.name AS person, b.during
FROM booking AS b JOIN room AS r USING (room_id) JOIN person AS p USING (person_id)
WHERE b.cancelled = false;

CREATE VIEW history AS
SELECT s.booking_id AS booking, s.step, r.name AS room, p.name AS person, s.during, s.what
FROM booking_step AS s JOIN booking AS b USING (booking_id) JOIN room AS r USING (room_id) JOIN person AS p USING (person_id);

CREATE FUNCTION room_agenda(p_room text, p_during tstzrange)
RETURNS TABLE (booking bigint, person text, during tstzrange) LANGUAGE sql STABLE AS $$
    SELECT booking, person, during FROM agenda WHERE room = p_room AND during && p_during
$$;

CREATE FUNCTION free_rooms(p_during tstzrange, p_seats integer)
RETURNS TABLE (room text, seats integer) LANGUAGE sql STABLE AS $$
    SELECT r.name, r.seats
    FROM room AS r
    WHERE r.seats >= p_seats
      AND NOT EXISTS (
          SELECT FROM booking AS b
          WHERE b.room_id = r.room_id AND b.during && p_during AND b.cancelled = false
      )
$$;

GRANT SELECT, INSERT, UPDATE ON room, person, booking, booking_step, agenda, history TO desk;
