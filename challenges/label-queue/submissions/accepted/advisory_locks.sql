CREATE FUNCTION claim(p_worker text, p_now timestamptz) RETURNS bigint
LANGUAGE plpgsql
AS $$
DECLARE
    found_id bigint;
BEGIN
    -- Whoever holds the lock of a job's number until the end of the transaction is its claimer.
    FOR found_id IN
        SELECT job_id FROM job
        WHERE (state = 'waiting' AND due <= p_now) OR (state = 'claimed' AND claimed_until <= p_now AND attempts < 3)
        ORDER BY priority DESC, job_id
    LOOP
        CONTINUE WHEN NOT pg_try_advisory_xact_lock(found_id);
        PERFORM FROM job WHERE job_id = found_id FOR UPDATE SKIP LOCKED;
        CONTINUE WHEN NOT FOUND;
        UPDATE job
        SET state = 'claimed', attempts = attempts + 1, claimed_by = p_worker,
            claimed_until = p_now + interval '5 minutes'
        WHERE job_id = found_id
          AND ((state = 'waiting' AND due <= p_now) OR (state = 'claimed' AND claimed_until <= p_now AND attempts < 3));
        IF FOUND THEN
            RETURN found_id;
        END IF;
    END LOOP;
    RETURN NULL;
END
$$;

CREATE FUNCTION finish(p_job bigint, p_worker text) RETURNS boolean
LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE job SET state = 'done', claimed_by = NULL, claimed_until = NULL
    WHERE job_id = p_job AND state = 'claimed' AND claimed_by = p_worker;
    RETURN FOUND;
END
$$;

CREATE FUNCTION give_back(p_job bigint, p_worker text, p_now timestamptz) RETURNS boolean
LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE job
    SET state = CASE WHEN attempts < 3 THEN 'waiting' ELSE 'dead' END,
        due = p_now + attempts * interval '1 minute', claimed_by = NULL, claimed_until = NULL
    WHERE job_id = p_job AND state = 'claimed' AND claimed_by = p_worker;
    RETURN FOUND;
END
$$;
