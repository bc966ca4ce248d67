-- One table of states; the current one of each booking is the one that nothing has ended yet.
CREATE DOMAIN booked_time AS tstzrange CHECK (
    VALUE IS NULL OR (
        NOT isempty(VALUE) AND NOT lower_inf(VALUE) AND NOT upper_inf(VALUE)
        AND upper(VALUE) <= lower(VALUE) + interval '12 hours'
        AND date_bin('15 minutes', lower(VALUE), 'epoch') = lower(VALUE)
        AND date_bin('15 minutes', upper(VALUE), 'epoch') = upper(VALUE)
    )
);
CREATE TABLE rooms (id smallint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, label text NOT NULL, capacity integer NOT NULL);
ALTER TABLE rooms ADD CONSTRAINT one_label UNIQUE (label), ADD CONSTRAINT some_seats CHECK (capacity > 0);
CREATE TABLE people (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    full_name text NOT NULL,
    address text NOT NULL,
    address_key text GENERATED ALWAYS AS (lower(address)) STORED UNIQUE
);
CREATE TABLE reservation (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    room_id smallint NOT NULL REFERENCES rooms,
    holder_id integer NOT NULL REFERENCES people,
    UNIQUE (id, room_id)
);
CREATE INDEX reservation_room ON reservation (room_id);
CREATE INDEX reservation_holder ON reservation (holder_id);
CREATE TABLE version (
    reservation_id bigint NOT NULL,
    room_id smallint NOT NULL,
    number integer NOT NULL,
    period booked_time NOT NULL,
    what text NOT NULL,
    ended_at timestamptz,
    PRIMARY KEY (reservation_id, number),
    FOREIGN KEY (reservation_id, room_id) REFERENCES reservation (id, room_id),
    EXCLUDE USING gist (room_id WITH =, period WITH &&) WHERE (ended_at IS NULL AND what <> 'cancelled')
);
CREATE UNIQUE INDEX one_current ON version (reservation_id) WHERE ended_at IS NULL;

CREATE VIEW history AS
SELECT v.reservation_id AS booking, v.number AS step, r.label AS room, p.full_name AS person, v.period::tstzrange AS during, v.what
FROM version AS v
JOIN reservation AS b ON b.id = v.reservation_id
JOIN rooms AS r ON r.id = b.room_id
JOIN people AS p ON p.id = b.holder_id;

CREATE VIEW agenda AS
SELECT v.reservation_id AS booking, r.label AS room, p.full_name AS person, v.period::tstzrange AS during
FROM version AS v
JOIN reservation AS b ON b.id = v.reservation_id
JOIN rooms AS r ON r.id = v.room_id
JOIN people AS p ON p.id = b.holder_id
WHERE v.ended_at IS NULL AND v.what <> 'cancelled';

CREATE FUNCTION add_room(p_name text, p_seats integer) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC INSERT INTO rooms (label, capacity) VALUES (p_name, p_seats); END;
CREATE FUNCTION add_person(p_email text, p_name text) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC INSERT INTO people (full_name, address) VALUES (p_name, p_email); END;
CREATE FUNCTION rename_person(p_email text, p_name text) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC UPDATE people SET full_name = p_name WHERE address_key = lower(p_email); END;

CREATE FUNCTION book(p_room text, p_email text, p_during tstzrange) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    made reservation;
BEGIN
    INSERT INTO reservation (room_id, holder_id)
    SELECT (SELECT id FROM rooms WHERE label = p_room), (SELECT id FROM people WHERE address_key = lower(p_email))
    RETURNING * INTO made;
    INSERT INTO version (reservation_id, room_id, number, period, what) VALUES (made.id, made.room_id, 1, p_during, 'booked');
    RETURN made.id;
END
$$;

CREATE FUNCTION change(p_booking bigint, p_during tstzrange, p_what text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    old version;
BEGIN
    UPDATE version SET ended_at = clock_timestamp()
    WHERE reservation_id = p_booking AND ended_at IS NULL AND what <> 'cancelled'
    RETURNING * INTO old;
    IF NOT FOUND THEN
        RAISE no_data_found;
    END IF;
    INSERT INTO version (reservation_id, room_id, number, period, what)
    VALUES (p_booking, old.room_id, old.number + 1, coalesce(p_during, old.period), p_what);
END
$$;
CREATE FUNCTION move(p_booking bigint, p_during tstzrange) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT change(p_booking, p_during, 'moved') $$;
CREATE FUNCTION cancel(p_booking bigint) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT change(p_booking, NULL, 'cancelled') $$;

CREATE FUNCTION room_agenda(p_room text, p_during tstzrange) RETURNS TABLE (booking bigint, person text, during tstzrange)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT v.reservation_id, p.full_name, v.period::tstzrange
    FROM version AS v JOIN reservation AS b ON b.id = v.reservation_id JOIN people AS p ON p.id = b.holder_id
    WHERE v.room_id = (SELECT id FROM rooms WHERE label = p_room)
      AND v.period && p_during AND v.ended_at IS NULL AND v.what <> 'cancelled'
$$;
CREATE FUNCTION free_rooms(p_during tstzrange, p_seats integer) RETURNS TABLE (room text, seats integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT label, capacity FROM rooms AS r
    WHERE capacity >= p_seats AND NOT EXISTS (
        SELECT FROM version AS v
        WHERE v.room_id = r.id AND v.period && p_during AND v.ended_at IS NULL AND v.what <> 'cancelled'
    )
$$;

REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    add_room(text, integer), add_person(text, text), rename_person(text, text), book(text, text, tstzrange),
    move(bigint, tstzrange), cancel(bigint), room_agenda(text, tstzrange), free_rooms(tstzrange, integer)
TO desk;
GRANT SELECT ON agenda, history TO desk;
