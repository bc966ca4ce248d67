CREATE FUNCTION sign_off(p_shift integer, p_doctor text) RETURNS boolean
LANGUAGE plpgsql
AS $$
DECLARE
    doctors integer;
BEGIN

    DELETE FROM duty WHERE shift_id = p_shift AND doctor = p_doctor;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    SELECT count(*) INTO doctors FROM duty WHERE shift_id = p_shift;
    IF doctors < (SELECT needed FROM shift WHERE shift_id = p_shift) THEN
        RAISE EXCEPTION 'too few doctors would be left' USING ERRCODE = '23514';
    END IF;
    RETURN true;
END
$$;

CREATE FUNCTION exchange(p_shift integer, p_doctor text, p_other_shift integer, p_other_doctor text) RETURNS boolean
LANGUAGE plpgsql
AS $$
BEGIN
    -- In one order, whoever asks.
    PERFORM FROM duty
    WHERE (shift_id, doctor) IN ((p_shift, p_doctor), (p_other_shift, p_other_doctor))
    ORDER BY shift_id, doctor
    FOR UPDATE;

    IF (SELECT count(*) FROM duty
        WHERE (shift_id, doctor) IN ((p_shift, p_doctor), (p_other_shift, p_other_doctor))) < 2 THEN
        RETURN false;
    END IF;
    UPDATE duty SET doctor = CASE shift_id WHEN p_shift THEN p_other_doctor ELSE p_doctor END
    WHERE (shift_id, doctor) IN ((p_shift, p_doctor), (p_other_shift, p_other_doctor));
    RETURN true;
END
$$;
