CREATE TABLE relay (only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one));
INSERT INTO relay DEFAULT VALUES;
GRANT SELECT, UPDATE ON relay TO gateway;

CREATE FUNCTION pay(p_request text, p_account integer, p_amount numeric) RETURNS text
LANGUAGE plpgsql
AS $$
DECLARE
    known payment;
    mine account;
BEGIN
    PERFORM pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = session_user AND pid <> pg_backend_pid();
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
