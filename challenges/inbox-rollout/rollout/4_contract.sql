-- no transaction
-- CONCURRENTLY waits for old transactions, so no lock_timeout before these two
CREATE INDEX CONCURRENTLY conversation_open_idx
    ON conversation (assignee_id) WHERE closed_at IS NULL;
CREATE UNIQUE INDEX CONCURRENTLY conversation_public_id_idx ON conversation (public_id);

SET lock_timeout = '2s';
ALTER TABLE conversation ADD CONSTRAINT conversation_public_id_key
    UNIQUE USING INDEX conversation_public_id_idx;
ALTER TABLE conversation VALIDATE CONSTRAINT conversation_assignee_fk;

ALTER TABLE conversation ADD CONSTRAINT channel_is_there CHECK (channel IS NOT NULL) NOT VALID;
ALTER TABLE conversation VALIDATE CONSTRAINT channel_is_there;
ALTER TABLE conversation ALTER COLUMN channel SET NOT NULL;
ALTER TABLE conversation DROP CONSTRAINT channel_is_there;

ALTER TABLE conversation ALTER COLUMN priority SET NOT NULL;

ALTER TABLE conversation DROP COLUMN assignee;
