"""Attacks 15 to 19 and 26: change what others will see, stand in their way, or stay behind."""

from __future__ import annotations

import time

import psycopg
import pytest

from tests.sandbox.grader_attacks.answers import RIGHT, right_with, wrong_with

TABLES = """
SELECT c.relname::text, c.relkind::text, c.relowner::regrole::text, c.relrowsecurity, c.relhasrules, c.relhastriggers,
       (SELECT string_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod), ',' ORDER BY a.attnum)
        FROM pg_attribute AS a WHERE a.attrelid = c.oid AND a.attnum > 0),
       (SELECT string_agg(k.conname || ' ' || pg_get_constraintdef(k.oid), ',' ORDER BY k.conname)
        FROM pg_constraint AS k WHERE k.conrelid = c.oid)
FROM pg_class AS c WHERE c.relnamespace = 'public'::regnamespace ORDER BY c.relname
"""

CONTENT = """
SELECT (SELECT md5(string_agg(t::text, ';' ORDER BY t::text)) FROM public.item AS t),
       (SELECT md5(string_agg(t::text, ';' ORDER BY t::text)) FROM public.movement AS t)
"""

BACKENDS = "SELECT count(*) FROM pg_stat_activity WHERE usename = 'candidate'"


@pytest.mark.docker
def test_attack_15_a_view_in_the_place_of_a_table(grader, room):
    """ALTER TABLE item RENAME; CREATE VIEW item. The candidate's role owns nothing in a lab."""
    before = room.platform(TABLES)
    room.refuses(
        "ALTER TABLE item RENAME TO other",
        "ALTER TABLE item ADD COLUMN x integer",
        "ALTER TABLE item SET SCHEMA pg_temp",
        "CREATE OR REPLACE VIEW public.item2 AS SELECT 1",
        "ALTER TABLE movement DROP CONSTRAINT movement_pkey",
        "ALTER TABLE item ENABLE ROW LEVEL SECURITY",
        "CREATE POLICY p ON item USING (false)",
        "ALTER TABLE item OWNER TO candidate",
        "CREATE INDEX ON movement (item_id)",
        "DROP INDEX movement_pkey",
        "COMMENT ON TABLE item IS 'x'",
        "ALTER SCHEMA public RENAME TO other",
    )
    grader.contained("ALTER TABLE item RENAME TO other", "must be one SELECT")
    grader.contained("CREATE VIEW item AS SELECT 1", "must be one SELECT")
    assert room.platform(TABLES) == before
    grader.honest(f"WITH movement AS (SELECT * FROM public.movement), item AS (TABLE public.item) {RIGHT}")


@pytest.mark.docker
def test_attack_16_tampered_data(grader, room):
    """Change the input so that a wrong answer becomes right. Read-only twice over, and the data is what it was."""
    before = room.platform(CONTENT)
    room.refuses(
        "UPDATE movement SET change = 0",
        "DELETE FROM movement",
        "INSERT INTO item VALUES (9, 'x')",
        "TRUNCATE movement",
        "COPY item FROM '/dev/null'",
        "MERGE INTO item USING movement ON false WHEN NOT MATCHED THEN INSERT VALUES (9, 'x')",
        "DROP TABLE movement CASCADE",
    )
    for write in (
        "DELETE FROM movement RETURNING item_id, change, change, moved_at",
        "UPDATE movement SET change = 0 RETURNING item_id, change, change, moved_at",
        "INSERT INTO item VALUES (9, 'x') RETURNING item_id, 1, 1, now()",
    ):
        grader.contained(write, "must be one SELECT")
        grader.contained(f"WITH x AS ({write}) SELECT * FROM x", "read only sql transaction (25006)")
    assert room.platform(CONTENT) == before
    grader.honest(f"WITH x AS ({RIGHT}) SELECT * FROM x ORDER BY on_hand DESC")


@pytest.mark.docker
def test_attack_17_rules_that_drop_writes(grader, room):
    """A rule or trigger that lets an INSERT say it worked. There is none, none can be made, and nothing is judged by
    a count of rows that a server reports."""
    rules = "SELECT count(*) FROM pg_rewrite WHERE ev_class >= 16384"
    room.refuses(
        "CREATE RULE r AS ON DELETE TO movement DO INSTEAD NOTHING",
        "CREATE TRIGGER t BEFORE DELETE ON movement EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    )
    assert room.platform(rules) == [(0,)]
    grader.contained("CREATE RULE r AS ON DELETE TO item DO INSTEAD NOTHING", "must be one SELECT")
    grader.honest(right_with("(SELECT count(*) FROM pg_rules WHERE schemaname = 'public')"))


@pytest.mark.docker
def test_attack_18_killing_or_locking_out_the_verifier(grader, room):
    """pg_terminate_backend, LOCK TABLE, a lock that is never given back. The platform is another role, needs no lock
    that an answer can hold, and ends an answer's sessions before it goes on."""
    with psycopg.connect(room.lab.handle.platform_dsn, dbname="postgres") as platform:
        pid = platform.info.backend_pid
        room.refuses(f"SELECT pg_terminate_backend({pid})", f"SELECT pg_cancel_backend({pid})")
        assert platform.execute("SELECT 1").fetchone() == (1,)
    room.refuses("BEGIN; LOCK TABLE item IN ACCESS EXCLUSIVE MODE", "SELECT pg_reload_conf()", "CHECKPOINT")
    with room.connect() as holder:
        holder.execute("BEGIN; LOCK TABLE item IN ACCESS SHARE MODE")
        assert room.lab.fetch("d2", "SELECT count(*) FROM item").values() == [(3,)]
        with pytest.raises(psycopg.OperationalError):
            holder.execute("SELECT 1")
    room.lab.fetch("d1", RIGHT)
    killers = "SELECT pg_terminate_backend(pid)::int, 1, 1, 1 FROM pg_stat_activity"
    grader.contained(f"{killers} WHERE usename <> 'candidate'", "Fails on the data in your database")
    grader.contained(killers, "the PostgreSQL server or session ended while it ran")
    grader.honest(right_with("(SELECT count(*) FROM pg_stat_activity WHERE usename = 'nobody')"))


@pytest.mark.docker
def test_attack_19_side_channels(grader, room):
    """Tell a later run or another candidate something by NOTIFY, advisory locks or sequences. Nothing of it is
    committed, all of it ends with the session, and nobody else is in this lab."""
    room.answer("SELECT pg_notify('c', 'x')::text, pg_advisory_lock(42)::text, txid_current()")
    heard = (
        "SELECT (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'), pg_notification_queue_usage()"
    )
    assert room.answer(heard) == [(0, 0.0)]
    room.refuses(
        "CREATE SEQUENCE public.s", "SELECT pg_logical_emit_message(false, 'a', 'b')", "SELECT lo_create(7)"
    )
    grader.contained("NOTIFY c, 'x'", "must be one SELECT")
    grader.contained("LISTEN c", "must be one SELECT")
    grader.contained(wrong_with("pg_notify('c', 'x')"), "column 1 (item_id) must be integer, it is void")
    grader.honest(right_with("pg_try_advisory_lock(42)::int"))


@pytest.mark.docker
def test_attack_26_background_work(grader, room):
    """Let another process work on after the end. There is nothing to start one with, parallel workers are off, and
    sessions that are left are ended before the next run."""
    room.refuses(
        "CREATE EXTENSION pg_cron",
        "CREATE EXTENSION dblink",
        "CREATE EXTENSION postgres_fdw",
        sqlstate="0A000",
    )
    room.refuses("CREATE FOREIGN DATA WRAPPER f", "CREATE SUBSCRIPTION s CONNECTION '' PUBLICATION p")
    assert room.answer("SELECT current_setting('max_parallel_workers_per_gather')") == [("0",)]
    left = room.connect(options="-c statement_timeout=0")
    left.pgconn.send_query(b"SELECT pg_sleep(600)")
    assert room.platform(BACKENDS) == [(1,)]
    room.lab.fetch("d2", "SELECT 1")
    room.lab.fetch("d1", RIGHT)
    left.close()
    deadline = time.monotonic() + 5
    while room.platform(BACKENDS) != [(0,)]:
        assert time.monotonic() < deadline
    grader.contained(wrong_with("dblink('', '')"), "function dblink(unknown, unknown) does not exist")
    grader.contained(wrong_with("pg_background_launch('')"), "does not exist")
    grader.honest(right_with("length(pg_sleep(0.01)::text)"))
