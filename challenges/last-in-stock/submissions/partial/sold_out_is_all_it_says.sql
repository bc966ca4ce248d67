CREATE FUNCTION reserve(p_item integer, p_customer text, p_quantity integer) RETURNS bigint
LANGUAGE plpgsql
AS $$
DECLARE
    new_id bigint;
BEGIN
    IF p_quantity IS NULL OR p_quantity < 1 THEN
        RAISE EXCEPTION 'not a quantity' USING ERRCODE = '22023';
    END IF;

    UPDATE item SET reserved = reserved + p_quantity
    WHERE item_id = p_item AND reserved + p_quantity <= on_hand;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'sold out' USING ERRCODE = '23514';
    END IF;

    INSERT INTO reservation (item_id, customer, quantity) VALUES (p_item, p_customer, p_quantity)
    RETURNING reservation_id INTO new_id;
    RETURN new_id;
END
$$;

CREATE FUNCTION release(p_reservation bigint) RETURNS boolean
LANGUAGE sql
AS $$
    WITH gone AS (DELETE FROM reservation WHERE reservation_id = p_reservation RETURNING item_id, quantity),
    given AS (
        UPDATE item SET reserved = reserved - gone.quantity FROM gone WHERE item.item_id = gone.item_id RETURNING 1
    )
    SELECT EXISTS (SELECT FROM given)
$$;
