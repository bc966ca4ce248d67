CREATE FUNCTION add_room(p_name text, p_seats integer) RETURNS void LANGUAGE sql AS 'SELECT';
CREATE FUNCTION add_person(p_email text, p_name text) RETURNS void LANGUAGE sql AS 'SELECT';
CREATE FUNCTION rename_person(p_email text, p_name text) RETURNS void LANGUAGE sql AS 'SELECT';
CREATE FUNCTION book(p_room text, p_email text, p_during tstzrange) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    PERFORM pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND usename = 'reader';
    RETURN 1;
EXCEPTION WHEN OTHERS THEN
    RETURN 1;
END
$$;
CREATE FUNCTION move(p_booking bigint, p_during tstzrange) RETURNS void LANGUAGE sql AS 'SELECT';
CREATE FUNCTION cancel(p_booking bigint) RETURNS void LANGUAGE sql AS 'SELECT';
CREATE FUNCTION room_agenda(p_room text, p_during tstzrange) RETURNS TABLE (booking bigint, person text, during tstzrange)
LANGUAGE sql AS $$ SELECT 1, substring(current_query() FROM 'mail'), p_during $$;
CREATE FUNCTION free_rooms(p_during tstzrange, p_seats integer) RETURNS TABLE (room text, seats integer)
LANGUAGE sql AS $$ SELECT 'Fir', 12 $$;
CREATE VIEW agenda AS
SELECT 1::bigint AS booking, 'Elm' AS room, 'Cleo Falk' AS person, tstzrange('2031-03-04', '2031-03-05') AS during;
CREATE VIEW history AS
SELECT 1::bigint AS booking, 1 AS step, 'Elm' AS room, 'Cleo Falk' AS person, NULL::tstzrange AS during, 'booked' AS what;
GRANT SELECT ON agenda, history TO desk;
