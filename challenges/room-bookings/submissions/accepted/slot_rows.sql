-- Every quarter of an hour of every room can be taken once: no range, no exclusion constraint.
CREATE TABLE room (
    name text PRIMARY KEY,
    seats integer NOT NULL CHECK (seats >= 1)
);

CREATE TABLE person (
    email text PRIMARY KEY CHECK (email = lower(email)),
    name text NOT NULL
);

CREATE TABLE booking (
    id bigserial PRIMARY KEY,
    room text NOT NULL REFERENCES room,
    person text NOT NULL REFERENCES person
);
CREATE INDEX ON booking (room);
CREATE INDEX ON booking (person);

CREATE TABLE state (
    booking bigint NOT NULL REFERENCES booking,
    step integer NOT NULL,
    starts timestamptz NOT NULL,
    ends timestamptz NOT NULL,
    what text NOT NULL CHECK (what IN ('booked', 'moved', 'cancelled')),
    PRIMARY KEY (booking, step),
    CHECK (ends > starts AND ends <= starts + interval '12 hours'),
    CHECK (isfinite(starts) AND isfinite(ends)),
    CHECK (extract(minute FROM starts)::integer % 15 = 0 AND extract(second FROM starts) = 0),
    CHECK (extract(minute FROM ends)::integer % 15 = 0 AND extract(second FROM ends) = 0)
);

CREATE TABLE slot (
    room text NOT NULL REFERENCES room,
    starts timestamptz NOT NULL,
    booking bigint NOT NULL REFERENCES booking,
    PRIMARY KEY (room, starts)
);
CREATE INDEX ON slot (booking, starts);

-- The slots of a booking are those of its last state.
CREATE FUNCTION take_slots() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM slot WHERE booking = NEW.booking;
    IF NEW.what <> 'cancelled' THEN
        INSERT INTO slot (room, starts, booking)
        SELECT b.room, s, b.id
        FROM booking AS b, generate_series(NEW.starts, NEW.ends - interval '15 minutes', interval '15 minutes') AS s
        WHERE b.id = NEW.booking;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER take_slots AFTER INSERT ON state FOR EACH ROW EXECUTE FUNCTION take_slots();

CREATE FUNCTION add_room(p_name text, p_seats integer) RETURNS void LANGUAGE sql AS $$
    INSERT INTO room VALUES (p_name, p_seats)
$$;
CREATE FUNCTION add_person(p_email text, p_name text) RETURNS void LANGUAGE sql AS $$
    INSERT INTO person VALUES (lower(p_email), p_name)
$$;
CREATE FUNCTION rename_person(p_email text, p_name text) RETURNS void LANGUAGE sql AS $$
    UPDATE person SET name = p_name WHERE email = lower(p_email)
$$;

CREATE FUNCTION book(p_room text, p_email text, p_during tstzrange) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    made bigint;
BEGIN
    IF isempty(p_during) OR lower_inf(p_during) OR upper_inf(p_during) THEN
        RAISE check_violation;
    END IF;
    INSERT INTO booking (room, person) VALUES (p_room, lower(p_email)) RETURNING id INTO made;
    INSERT INTO state VALUES (made, 1, lower(p_during), upper(p_during), 'booked');
    RETURN made;
END
$$;

CREATE VIEW agenda AS
SELECT b.id AS booking, b.room, p.name AS person, tstzrange(s.starts, s.ends) AS during
FROM booking AS b
JOIN person AS p ON p.email = b.person
CROSS JOIN LATERAL (SELECT * FROM state WHERE booking = b.id ORDER BY step DESC LIMIT 1) AS s
WHERE s.what <> 'cancelled';

CREATE VIEW history AS
SELECT s.booking, s.step, b.room, p.name AS person, tstzrange(s.starts, s.ends) AS during, s.what
FROM state AS s JOIN booking AS b ON b.id = s.booking JOIN person AS p ON p.email = b.person;

CREATE FUNCTION next_state(p_booking bigint, p_during tstzrange, p_what text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    last state;
BEGIN
    PERFORM FROM booking WHERE id = p_booking FOR UPDATE;
    SELECT * INTO last FROM state WHERE booking = p_booking ORDER BY step DESC LIMIT 1;
    IF last.what IS NULL OR last.what = 'cancelled' THEN
        RAISE no_data_found;
    END IF;
    INSERT INTO state VALUES (
        p_booking, last.step + 1, CASE p_what WHEN 'cancelled' THEN last.starts ELSE lower(p_during) END,
        CASE p_what WHEN 'cancelled' THEN last.ends ELSE upper(p_during) END, p_what
    );
END
$$;
CREATE FUNCTION move(p_booking bigint, p_during tstzrange) RETURNS void LANGUAGE sql AS $$
    SELECT next_state(p_booking, p_during, 'moved')
$$;
CREATE FUNCTION cancel(p_booking bigint) RETURNS void LANGUAGE sql AS $$
    SELECT next_state(p_booking, NULL, 'cancelled')
$$;

CREATE FUNCTION room_agenda(p_room text, p_during tstzrange)
RETURNS TABLE (booking bigint, person text, during tstzrange) LANGUAGE sql STABLE AS $$
    SELECT a.booking, a.person, a.during
    FROM agenda AS a
    WHERE a.booking IN (
        SELECT s.booking FROM slot AS s
        WHERE s.room = p_room AND s.starts >= lower(p_during) AND s.starts < upper(p_during)
    )
$$;

CREATE FUNCTION free_rooms(p_during tstzrange, p_seats integer)
RETURNS TABLE (room text, seats integer) LANGUAGE sql STABLE AS $$
    SELECT r.name, r.seats FROM room AS r
    WHERE r.seats >= p_seats AND NOT EXISTS (
        SELECT FROM slot AS s WHERE s.room = r.name AND s.starts >= lower(p_during) AND s.starts < upper(p_during)
    )
$$;

GRANT SELECT, INSERT, UPDATE, DELETE ON room, person, booking, state, slot, agenda, history TO desk;
GRANT USAGE ON SEQUENCE booking_id_seq TO desk;
