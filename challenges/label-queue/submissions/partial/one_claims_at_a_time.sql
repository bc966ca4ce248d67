CREATE FUNCTION claim(p_worker text, p_now timestamptz) RETURNS bigint
LANGUAGE plpgsql
AS $$
DECLARE
    chosen bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(4711);
    SELECT job_id INTO chosen
    FROM job
    WHERE (state = 'waiting' AND due <= p_now)
       OR (state = 'claimed' AND claimed_until <= p_now AND attempts < 3)
    ORDER BY priority DESC, job_id
    LIMIT 1
    FOR UPDATE;

    UPDATE job
    SET state = 'claimed', attempts = attempts + 1, claimed_by = p_worker, claimed_until = p_now + interval '5 minutes'
    WHERE job_id = chosen;
    RETURN chosen;
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
