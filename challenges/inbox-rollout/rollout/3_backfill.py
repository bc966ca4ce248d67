import time

import psycopg

BATCH = 5000
PAUSE = 0  # seconds between batches; the less, the sooner it is done

UPDATE = """
    UPDATE conversation c
    SET assignee_id = a.agent_id
    FROM agent a
    WHERE a.email = c.assignee
      AND c.conversation_id IN (
          SELECT conversation_id
          FROM conversation
          WHERE assignee IS NOT NULL AND assignee_id IS NULL
          LIMIT %s)
"""

with psycopg.connect("service=helpdesk") as connection:
    while True:
        done = connection.execute(UPDATE, (BATCH,)).rowcount
        print(time.strftime("%H:%M:%S"), done, flush=True)
        if done == 0:
            break
        time.sleep(PAUSE)
