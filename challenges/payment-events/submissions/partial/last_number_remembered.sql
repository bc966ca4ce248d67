CREATE TABLE relay (account_id integer NOT NULL, number integer NOT NULL);
INSERT INTO relay VALUES (0, 0);
GRANT SELECT, UPDATE ON relay TO gateway;

CREATE FUNCTION pay(p_request text, p_account integer, p_amount numeric) RETURNS text
LANGUAGE plpgsql
AS $$
DECLARE
    new_balance numeric;
BEGIN
    -- Whoever comes second with a request waits here until the first has ended.
    INSERT INTO payment (request_id, account_id, amount)
    SELECT p_request, account_id, p_amount FROM account WHERE account_id = p_account
    ON CONFLICT (request_id) DO NOTHING;
    IF NOT FOUND THEN
        PERFORM FROM payment WHERE request_id = p_request AND account_id = p_account AND amount = p_amount;
        IF FOUND THEN
            RETURN 'known';
        END IF;
        PERFORM FROM payment WHERE request_id = p_request;
        IF FOUND THEN
            RAISE EXCEPTION 'request % was another payment', p_request USING ERRCODE = '23505';
        END IF;
        RAISE EXCEPTION 'no such account' USING ERRCODE = 'P0002';
    END IF;

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
    last relay;
    one event;
BEGIN
    SELECT * INTO last FROM relay FOR UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    IF last.account_id = 0 AND NOT EXISTS (SELECT FROM event WHERE NOT sent) THEN
        RETURN;
    END IF;
    FOR one IN
        SELECT * FROM event
        WHERE NOT sent AND (account_id, number) > (last.account_id, last.number)
        ORDER BY account_id, number LIMIT p_most
    LOOP
        UPDATE event SET sent = true WHERE account_id = one.account_id AND number = one.number;
        UPDATE relay SET account_id = one.account_id, number = one.number;
        RETURN NEXT one;
    END LOOP;
END
$$;
