CREATE FUNCTION sign_off(p_shift integer, p_doctor text) RETURNS boolean
LANGUAGE plpgsql
AS $$
DECLARE
    doctors integer;
BEGIN
    UPDATE shift SET ward = ward WHERE shift_id = p_shift;

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
    UPDATE shift SET ward = ward WHERE shift_id = least(p_shift, p_other_shift);
    UPDATE shift SET ward = ward WHERE shift_id = greatest(p_shift, p_other_shift);
    IF NOT EXISTS (SELECT FROM duty WHERE shift_id = p_shift AND doctor = p_doctor)
       OR NOT EXISTS (SELECT FROM duty WHERE shift_id = p_other_shift AND doctor = p_other_doctor) THEN
        RETURN false;
    END IF;
    UPDATE duty SET doctor = p_other_doctor WHERE shift_id = p_shift AND doctor = p_doctor;
    UPDATE duty SET doctor = p_doctor WHERE shift_id = p_other_shift AND doctor = p_other_doctor;
    RETURN true;
END
$$;
