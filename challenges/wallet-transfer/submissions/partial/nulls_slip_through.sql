CREATE FUNCTION transfer_funds(
    p_request uuid, p_from integer, p_to integer, p_amount numeric, p_note text DEFAULT NULL
) RETURNS bigint
LANGUAGE plpgsql
AS $$
DECLARE
    known transfer;
    source wallet;
    target wallet;
    new_id bigint;
BEGIN
    IF p_from = p_to OR p_amount <= 0 THEN
        RAISE EXCEPTION 'not a valid transfer' USING ERRCODE = '22023';
    END IF;

    SELECT * INTO known FROM transfer WHERE request_id = p_request;
    IF FOUND THEN
        IF (known.from_wallet, known.to_wallet, known.amount) <> (p_from, p_to, p_amount) THEN
            RAISE EXCEPTION 'request % was another transfer', p_request USING ERRCODE = '23505';
        END IF;
        RETURN known.transfer_id;
    END IF;

    -- Both rows in one order, so that two opposite transfers cannot wait for each other.
    PERFORM FROM wallet WHERE wallet_id IN (p_from, p_to) ORDER BY wallet_id FOR UPDATE;
    SELECT * INTO source FROM wallet WHERE wallet_id = p_from;
    SELECT * INTO target FROM wallet WHERE wallet_id = p_to;
    IF source.wallet_id IS NULL OR target.wallet_id IS NULL THEN
        RAISE EXCEPTION 'no such wallet' USING ERRCODE = 'P0002';
    END IF;
    IF source.closed_on IS NOT NULL OR target.closed_on IS NOT NULL THEN
        RAISE EXCEPTION 'a wallet is closed' USING ERRCODE = '55000';
    END IF;
    IF source.balance < p_amount THEN
        RAISE EXCEPTION 'wallet % has too little', p_from USING ERRCODE = '23514';
    END IF;

    UPDATE wallet SET balance = balance - p_amount WHERE wallet_id = p_from;
    UPDATE wallet SET balance = balance + p_amount WHERE wallet_id = p_to;
    INSERT INTO transfer (request_id, from_wallet, to_wallet, amount, note)
    VALUES (p_request, p_from, p_to, p_amount, p_note)
    RETURNING transfer_id INTO new_id;
    RETURN new_id;
END
$$;

CREATE FUNCTION balance_of(p_owner text) RETURNS numeric
LANGUAGE sql STABLE
AS $$
    SELECT coalesce(sum(balance), 0) FROM wallet WHERE owner = p_owner AND closed_on IS NULL
$$;
