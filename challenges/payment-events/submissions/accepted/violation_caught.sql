CREATE TABLE relay (only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one));
INSERT INTO relay DEFAULT VALUES;
GRANT SELECT, UPDATE ON relay TO gateway;

CREATE FUNCTION pay(p_request text, p_account integer, p_amount numeric) RETURNS text
LANGUAGE plpgsql
AS $$
DECLARE
    new_balance numeric;
BEGIN
    PERFORM FROM account WHERE account_id = p_account;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no such account' USING ERRCODE = 'P0002';
    END IF;
    BEGIN
        INSERT INTO payment (request_id, account_id, amount) VALUES (p_request, p_account, p_amount);
    EXCEPTION WHEN unique_violation THEN
        PERFORM FROM payment WHERE request_id = p_request AND account_id = p_account AND amount = p_amount;
        IF FOUND THEN
            RETURN 'known';
        END IF;
        RAISE EXCEPTION 'request % was another payment', p_request USING ERRCODE = '23505';
    END;

    -- From here on the account is ours, and with it its numbers.
    UPDATE account SET balance = balance + p_amount WHERE account_id = p_account RETURNING balance INTO new_balance;
    INSERT INTO event (account_id, number, request_id, balance)
    SELECT p_account, count(*) + 1, p_request, new_balance FROM event WHERE account_id = p_account;
    RETURN 'booked';
END
$$;

CREATE FUNCTION take_events(p_most integer) RETURNS SETOF event
LANGUAGE plpgsql
AS $$
DECLARE
    one event;
BEGIN
    PERFORM FROM relay FOR UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    FOR one IN SELECT * FROM event WHERE NOT sent ORDER BY account_id, number LIMIT p_most LOOP
        UPDATE event SET sent = true WHERE account_id = one.account_id AND number = one.number;
        RETURN NEXT one;
    END LOOP;
END
$$;
