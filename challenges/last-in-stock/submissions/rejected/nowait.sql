CREATE FUNCTION reserve(p_item integer, p_customer text, p_quantity integer) RETURNS bigint
LANGUAGE plpgsql
AS $$
DECLARE
    pieces integer;
    new_id bigint;
BEGIN
    IF p_quantity IS NULL OR p_quantity < 1 THEN
        RAISE EXCEPTION 'not a quantity' USING ERRCODE = '22023';
    END IF;

    SELECT on_hand - reserved INTO pieces FROM item WHERE item_id = p_item FOR UPDATE NOWAIT;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no such item' USING ERRCODE = 'P0002';
    END IF;
    IF pieces < p_quantity THEN
        RAISE EXCEPTION 'too few pieces are left' USING ERRCODE = '23514';
    END IF;

    UPDATE item SET reserved = reserved + p_quantity WHERE item_id = p_item;
    INSERT INTO reservation (item_id, customer, quantity) VALUES (p_item, p_customer, p_quantity)
    RETURNING reservation_id INTO new_id;
    RETURN new_id;
END
$$;

CREATE FUNCTION release(p_reservation bigint) RETURNS boolean
LANGUAGE plpgsql
AS $$
DECLARE
    gone reservation;
BEGIN
    -- Only one session can delete a row.
    DELETE FROM reservation WHERE reservation_id = p_reservation RETURNING * INTO gone;
    IF gone.reservation_id IS NULL THEN
        RETURN false;
    END IF;
    UPDATE item SET reserved = reserved - gone.quantity WHERE item_id = gone.item_id;
    RETURN true;
END
$$;
