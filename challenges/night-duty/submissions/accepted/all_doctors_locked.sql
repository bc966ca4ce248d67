CREATE FUNCTION sign_off(p_shift integer, p_doctor text) RETURNS boolean
LANGUAGE plpgsql
AS $$
DECLARE
    doctors text[];
BEGIN
    -- Whoever signs off deletes one of these rows: who comes second gets 40001.
    SELECT array_agg(doctor) INTO doctors
    FROM (SELECT doctor FROM duty WHERE shift_id = p_shift ORDER BY doctor FOR UPDATE) AS locked;
    IF doctors IS NULL OR p_doctor <> ALL (doctors) THEN
        RETURN false;
    END IF;
    IF cardinality(doctors) <= (SELECT needed FROM shift WHERE shift_id = p_shift) THEN
        RAISE EXCEPTION 'you are needed' USING ERRCODE = '23514';
    END IF;
    DELETE FROM duty WHERE shift_id = p_shift AND doctor = p_doctor;
    RETURN true;
END
$$;

CREATE FUNCTION exchange(p_shift integer, p_doctor text, p_other_shift integer, p_other_doctor text) RETURNS boolean
LANGUAGE plpgsql
AS $$
BEGIN
    IF p_shift > p_other_shift THEN
        RETURN exchange(p_other_shift, p_other_doctor, p_shift, p_doctor);
    END IF;
    PERFORM FROM duty WHERE shift_id = p_shift AND doctor = p_doctor FOR UPDATE;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    PERFORM FROM duty WHERE shift_id = p_other_shift AND doctor = p_other_doctor FOR UPDATE;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    DELETE FROM duty WHERE shift_id = p_shift AND doctor = p_doctor;
    DELETE FROM duty WHERE shift_id = p_other_shift AND doctor = p_other_doctor;
    INSERT INTO duty (shift_id, doctor) VALUES (p_shift, p_other_doctor), (p_other_shift, p_doctor);
    RETURN true;
END
$$;
