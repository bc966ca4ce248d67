CREATE FUNCTION pay(p_request text, p_account integer, p_amount numeric) RETURNS text
LANGUAGE plpgsql
AS $$
DECLARE
    known payment;
    mine account;
BEGIN
    -- A lock for the request, then one for the account: everything after them is alone.
    PERFORM pg_advisory_xact_lock(hashtextextended(p_request, 0));
    SELECT * INTO known FROM payment WHERE request_id = p_request;
    IF FOUND THEN
        IF (known.account_id, known.amount) <> (p_account, p_amount) THEN
            RAISE EXCEPTION 'request % was another payment', p_request USING ERRCODE = '23505';
        END IF;
        RETURN 'known';
    END IF;
    SELECT * INTO mine FROM account WHERE account_id = p_account FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no such account' USING ERRCODE = 'P0002';
    END IF;
    INSERT INTO payment (request_id, account_id, amount) VALUES (p_request, p_account, p_amount);
    UPDATE account SET balance = mine.balance + p_amount WHERE account_id = p_account;
    INSERT INTO event (account_id, number, request_id, balance)
    VALUES (
        p_account, coalesce((SELECT max(number) FROM event WHERE account_id = p_account), 0) + 1, p_request,
        mine.balance + p_amount
    );
    RETURN 'booked';
END
$$;

CREATE FUNCTION take_events(p_most integer) RETURNS SETOF event
LANGUAGE plpgsql
AS $$
BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtext('relay')) THEN
        RETURN;
    END IF;
    RETURN QUERY
        WITH taken AS (
            UPDATE event AS e SET sent = true
            FROM (
                SELECT * FROM event AS f WHERE NOT f.sent ORDER BY f.account_id, f.number LIMIT p_most
            ) AS open
            WHERE e.account_id = open.account_id AND e.number = open.number
            RETURNING e.account_id, e.number, e.request_id, e.balance
        )
        SELECT t.account_id, t.number, t.request_id, t.balance, false FROM taken AS t ORDER BY 1, 2;
END
$$;
