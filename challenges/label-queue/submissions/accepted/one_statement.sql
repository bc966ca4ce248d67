CREATE FUNCTION claim(p_worker text, p_now timestamptz) RETURNS bigint
LANGUAGE sql
AS $$
    WITH chosen AS MATERIALIZED (
        SELECT job_id FROM job
        WHERE state IN ('waiting', 'claimed')
          AND CASE state WHEN 'waiting' THEN due <= p_now ELSE claimed_until <= p_now AND attempts < 3 END
        ORDER BY priority DESC, job_id
        FOR NO KEY UPDATE SKIP LOCKED
        LIMIT 1
    )
    UPDATE job
    SET state = 'claimed', attempts = job.attempts + 1, claimed_by = p_worker,
        claimed_until = p_now + interval '5 minutes'
    FROM chosen
    WHERE job.job_id = chosen.job_id
    RETURNING job.job_id
$$;

CREATE FUNCTION finish(p_job bigint, p_worker text) RETURNS boolean
LANGUAGE sql
AS $$
    WITH done AS (
        UPDATE job SET state = 'done', claimed_by = NULL, claimed_until = NULL
        WHERE job_id = p_job AND state = 'claimed' AND claimed_by = p_worker
        RETURNING 1
    )
    SELECT count(*) = 1 FROM done
$$;

CREATE FUNCTION give_back(p_job bigint, p_worker text, p_now timestamptz) RETURNS boolean
LANGUAGE plpgsql
AS $$
DECLARE
    mine job;
BEGIN
    SELECT * INTO mine FROM job WHERE job_id = p_job FOR UPDATE;
    IF mine.claimed_by IS DISTINCT FROM p_worker THEN
        RETURN false;
    END IF;
    UPDATE job
    SET state = CASE WHEN mine.attempts < 3 THEN 'waiting' ELSE 'dead' END,
        due = p_now + make_interval(mins => mine.attempts), claimed_by = NULL, claimed_until = NULL
    WHERE job_id = p_job;
    RETURN true;
END
$$;
