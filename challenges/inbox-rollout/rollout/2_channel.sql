SET LOCAL lock_timeout = '2s';
UPDATE conversation
SET channel = CASE WHEN headers IS NULL THEN 'chat' ELSE 'mail' END
WHERE channel IS NULL;
