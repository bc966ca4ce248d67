-- One UPDATE both looks and takes; what it did not find is explained afterwards.
CREATE OR REPLACE FUNCTION transfer_funds(
    p_request uuid, p_from integer, p_to integer, p_amount numeric, p_note text DEFAULT NULL
) RETURNS bigint LANGUAGE plpgsql SET search_path = public, pg_temp AS $body$
DECLARE
    wallets integer;
    closed integer;
    found_transfer record;
    result bigint;
BEGIN
    IF num_nulls(p_request, p_from, p_to, p_amount) > 0 THEN
        RAISE invalid_parameter_value USING MESSAGE = 'an argument is missing';
    ELSIF p_from = p_to OR NOT p_amount > 0 OR scale(trim_scale(p_amount)) > 2 THEN
        RAISE invalid_parameter_value USING MESSAGE = 'nothing to move';
    END IF;
    SELECT t.transfer_id, t.from_wallet = p_from AND t.to_wallet = p_to AND t.amount = p_amount AS same
    INTO found_transfer FROM public.transfer AS t WHERE t.request_id = p_request;
    IF found_transfer.same THEN
        RETURN found_transfer.transfer_id;
    ELSIF found_transfer.transfer_id IS NOT NULL THEN
        RAISE unique_violation USING MESSAGE = 'the request is another transfer';
    END IF;

    SELECT count(*), count(w.closed_on) INTO wallets, closed
    FROM (SELECT * FROM public.wallet WHERE wallet_id = ANY (ARRAY[p_from, p_to]) ORDER BY wallet_id FOR NO KEY UPDATE) AS w;
    IF wallets < 2 THEN
        RAISE no_data_found USING MESSAGE = 'no such wallet';
    ELSIF closed > 0 THEN
        RAISE object_not_in_prerequisite_state USING MESSAGE = 'closed';
    END IF;
    UPDATE public.wallet SET balance = balance - p_amount WHERE wallet_id = p_from AND balance >= p_amount;
    IF NOT FOUND THEN
        RAISE check_violation USING MESSAGE = 'too little';
    END IF;
    UPDATE public.wallet SET balance = balance + p_amount WHERE wallet_id = p_to;
    INSERT INTO public.transfer (request_id, from_wallet, to_wallet, amount, note)
    VALUES ($1, $2, $3, $4, $5) RETURNING transfer_id INTO STRICT result;
    RETURN result;
END $body$;

CREATE OR REPLACE FUNCTION balance_of(p_owner text) RETURNS numeric LANGUAGE plpgsql STABLE PARALLEL SAFE AS $body$
BEGIN
    RETURN (SELECT coalesce(sum(w.balance) FILTER (WHERE w.closed_on IS NULL), 0.00) FROM public.wallet AS w WHERE w.owner = p_owner);
END $body$;
