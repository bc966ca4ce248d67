SET LOCAL lock_timeout = '2s';
ALTER TABLE conversation ADD COLUMN assignee_id bigint;
ALTER TABLE conversation ADD COLUMN channel text;
ALTER TABLE conversation ADD COLUMN changed_at timestamptz NOT NULL DEFAULT now();
ALTER TABLE conversation ADD COLUMN public_id uuid DEFAULT gen_random_uuid();
ALTER TABLE conversation ALTER COLUMN subject TYPE varchar(400);  -- was varchar(200)
ALTER TABLE conversation ADD CONSTRAINT conversation_assignee_fk
    FOREIGN KEY (assignee_id) REFERENCES agent NOT VALID;
