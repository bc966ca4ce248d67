CREATE FUNCTION sign_off(p_shift integer, p_doctor text) RETURNS boolean
LANGUAGE plpgsql
AS $$
DECLARE
    doctors integer;
BEGIN
    -- Under REPEATABLE READ a lock alone is not enough: after it the snapshot is still the old one. A row that both write
    -- makes PostgreSQL refuse the second with 40001.
    UPDATE shift SET needed = needed WHERE shift_id = p_shift;

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
    PERFORM FROM duty WHERE shift_id = p_shift AND doctor = p_doctor FOR UPDATE;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    PERFORM FROM duty WHERE shift_id = p_other_shift AND doctor = p_other_doctor FOR UPDATE;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    UPDATE duty SET doctor = p_other_doctor WHERE shift_id = p_shift AND doctor = p_doctor;
    UPDATE duty SET doctor = p_doctor WHERE shift_id = p_other_shift AND doctor = p_other_doctor;
    RETURN true;
END
$$;
