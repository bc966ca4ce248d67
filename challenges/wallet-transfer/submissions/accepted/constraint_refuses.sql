BEGIN;
CREATE FUNCTION transfer_funds(
    p_request uuid, p_from integer, p_to integer, p_amount numeric, p_note text DEFAULT NULL
) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    made bigint;
    known transfer%ROWTYPE;
    w record;
    seen integer := 0;
BEGIN
    IF p_request IS NULL OR p_from IS NULL OR p_to IS NULL OR p_amount IS NULL THEN
        RAISE SQLSTATE '22023';
    END IF;
    IF p_from = p_to OR p_amount <= 0 OR p_amount % 0.01 <> 0 THEN
        RAISE SQLSTATE '22023';
    END IF;
    SELECT * INTO known FROM transfer t WHERE t.request_id = p_request;
    IF known.transfer_id IS NOT NULL THEN
        IF known.from_wallet IS DISTINCT FROM p_from OR known.to_wallet IS DISTINCT FROM p_to
           OR known.amount IS DISTINCT FROM p_amount THEN
            RAISE SQLSTATE '23505';
        END IF;
        RETURN known.transfer_id;
    END IF;
    FOR w IN SELECT * FROM wallet WHERE wallet_id IN (p_from, p_to) ORDER BY 1 FOR UPDATE LOOP
        seen := seen + 1;
    END LOOP;
    IF seen <> 2 THEN
        RAISE SQLSTATE 'P0002';
    END IF;
    IF EXISTS (SELECT FROM wallet WHERE wallet_id IN (p_from, p_to) AND closed_on IS NOT NULL) THEN
        RAISE SQLSTATE '55000';
    END IF;
    -- The table's own CHECK refuses a negative balance with 23514.
    UPDATE wallet SET balance = balance + CASE wallet_id WHEN p_to THEN p_amount ELSE -p_amount END
    WHERE wallet_id IN (p_from, p_to);
    INSERT INTO transfer (request_id, from_wallet, to_wallet, amount, note)
    VALUES (p_request, p_from, p_to, p_amount, p_note)
    RETURNING transfer_id INTO made;
    RETURN made;
END
$$;
CREATE FUNCTION balance_of(p_owner text) RETURNS numeric STABLE
    RETURN coalesce((SELECT sum(balance) FROM wallet WHERE owner = p_owner AND closed_on IS NULL), 0);
COMMIT;
