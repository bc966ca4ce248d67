CREATE TABLE job (
    job_id bigint PRIMARY KEY,
    parcel text NOT NULL,
    priority integer NOT NULL DEFAULT 0,
    state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'claimed', 'done', 'dead')),
    due timestamptz NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    claimed_by text,
    claimed_until timestamptz,
    CHECK ((state = 'claimed') = (claimed_by IS NOT NULL AND claimed_until IS NOT NULL))
);
CREATE INDEX job_open ON job (priority DESC, job_id) WHERE state IN ('waiting', 'claimed');

GRANT SELECT, UPDATE ON job TO printer;
