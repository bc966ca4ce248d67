"""Answers that are scripts, in a real lab: what they build is probed, and no trick of theirs changes what is seen."""

from __future__ import annotations

import pytest

from assessor.grading.lab import LabLimits
from assessor.grading.probing import Answer, ProbeLab, Script
from assessor.grading.session import Ended, Limits, Stopped
from sandbox.provider import Owner, SandboxSpec, SeedScript, Template, TemplateDatabase

SCHEMA = """
CREATE TABLE item (item_id integer PRIMARY KEY, name varchar(20) NOT NULL, stock integer NOT NULL CHECK (stock >= 0));
INSERT INTO item SELECT n, 'item ' || n, 10 FROM generate_series(1, 200) AS n;
GRANT SELECT, INSERT, UPDATE ON item TO caller;
"""
READ = "SELECT sum(stock), count(*) FILTER (WHERE name = 'item 1') FROM public.item"
UNTOUCHED = [(2000, 1)]
TAKE = "SELECT take(1, 3)"

HONEST = """
CREATE FUNCTION take(p_item integer, p_number integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE left_over integer;
BEGIN
    UPDATE item SET stock = stock - p_number WHERE item_id = p_item RETURNING stock INTO left_over;
    RETURN left_over;
END $$;
"""
LIMITS = LabLimits(Limits(seconds=3.0, rows=1_000, bytes=1_000_000), total_seconds=600.0)


@pytest.fixture(scope="module")
def lab(provider):
    template = Template(
        (TemplateDatabase("d1", (SeedScript("schema.sql", SCHEMA),)),), "probing", ("caller",)
    )
    spec = SandboxSpec(template, Owner("lab", "probing"))
    with ProbeLab(provider, spec, LIMITS, Answer(HONEST, ("caller",), "d1")) as lab:
        yield lab


@pytest.fixture
def probe(lab):
    """What statements of the caller give, and what is in the table afterwards."""

    def probed(text, *statements, measured=False):
        lab.take(text)
        return lab.probe(Script("d1", "caller", statements or (TAKE,), (READ,)), measured=measured)

    return probed


def read(probed):
    (table,) = probed.reads
    return table.values()


def stops(lab, text):
    lab.take(text)
    with pytest.raises(Stopped) as stopped:
        lab.apply()
    return stopped.value


def test_an_honest_answer(probe):
    probed = probe(HONEST, "SELECT take(2, 4)", TAKE)
    assert (probed.table.values(), read(probed)) == ([(7,)], [(1993, 1)])
    assert read(probe(HONEST)) == [(1997, 1)], "each probe has a copy of its own"


def test_an_error_is_told_by_its_state_and_undone(probe):
    probed = probe(HONEST, "SELECT take(1, 11)")
    assert (probed.stopped.ended, probed.stopped.sqlstate) == (Ended.ERROR, "23514")
    assert read(probed) == UNTOUCHED
    assert probe(HONEST, "SELECT take(1, 11)", TAKE).early


def test_what_no_rollback_takes_back_is_not_there_for_the_next_probe(lab):
    """A sequence goes on though the statement that asked it has failed."""
    text = (
        "CREATE SEQUENCE ticket; GRANT USAGE ON SEQUENCE ticket TO caller; CREATE FUNCTION draw(fails boolean)"
        " RETURNS bigint LANGUAGE sql AS $$ SELECT nextval('ticket') / (CASE WHEN fails THEN 0 ELSE 1 END) $$"
    )
    lab.take(text)
    assert lab.probe(Script("d1", "caller", ("SELECT draw(true)",))).stopped.sqlstate == "22012"
    assert lab.probe(Script("d1", "caller", ("SELECT draw(false)",))).table.values() == [(1,)]


def test_procedures_may_commit(probe):
    commits = (
        HONEST.replace("FUNCTION take", "PROCEDURE take")
        .replace("RETURNS integer LANGUAGE", "LANGUAGE")
        .replace("RETURN left_over;", "COMMIT; RAISE division_by_zero;")
    )
    probed = probe(commits, "CALL take(1, 3)")
    assert (probed.stopped.sqlstate, read(probed)) == ("22012", [(1997, 1)])


REFUSED = {
    "an error, with its place": ("SELECT 1;\nCREATE FUNCTION (", "syntax error at or near"),
    "an event trigger": (
        """CREATE FUNCTION e() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
           CREATE EVENT TRIGGER spy ON ddl_command_end EXECUTE FUNCTION e()""",
        "permission denied to create event trigger",
    ),
    "a role of its own": ("CREATE ROLE mine SUPERUSER", "permission denied to create role"),
    "a program of the host": ("COPY item FROM PROGRAM 'id'", "permission denied to COPY"),
    "data of the client": ("COPY item FROM STDIN", "COPY to or from the client has no data here"),
    "an open transaction": (f"BEGIN; {HONEST}", "COMMIT is missing"),
    "a view in the place of a table": (
        "ALTER TABLE item RENAME TO other; CREATE VIEW item AS TABLE other",
        "public.item is not the table any more that it was",
    ),
    "a rule on a table": (
        "CREATE RULE r AS ON UPDATE TO item DO INSTEAD NOTHING",
        "public.item is not the table any more that it was",
    ),
    "a check that is gone": (
        "ALTER TABLE item DROP CONSTRAINT item_stock_check",
        "public.item is not the table any more that it was",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_applied(lab, name):
    text, says = REFUSED[name]
    assert says in stops(lab, text).reason


def test_endless_answers_are_stopped(lab):
    assert stops(lab, "SELECT pg_sleep(60)").ended is Ended.TIMED_OUT
    sleeper = HONEST.replace("RETURN left_over;", "PERFORM pg_sleep(60); RETURN 7;")
    lab.take(sleeper)
    with pytest.raises(Stopped, match="stopped after 3 s"):
        lab.probe(Script("d1", "caller", (TAKE,), (READ,)))


def test_huge_output_is_cut(probe):
    rows = "CREATE FUNCTION take(integer, integer) RETURNS SETOF text LANGUAGE sql AS $$SELECT {}$$"
    many = probe(rows.format("n::text FROM generate_series(1, 1000000) AS n"), "SELECT * FROM take(1, 3)")
    large = probe(rows.format("repeat('x', 5000000)"), "SELECT * FROM take(1, 3)")
    assert many.stopped.ended is large.stopped.ended is Ended.TOO_LARGE


FORGERIES = {
    "operators in public": """
        CREATE FUNCTION public.always(varchar, varchar) RETURNS boolean LANGUAGE sql AS 'SELECT true';
        CREATE OPERATOR public.= (FUNCTION = public.always, LEFTARG = varchar, RIGHTARG = varchar);
        CREATE FUNCTION public.zero(integer, integer) RETURNS integer LANGUAGE sql AS 'SELECT 0';
        CREATE AGGREGATE public.sum(integer) (SFUNC = public.zero, STYPE = integer, INITCOND = '0');
        CREATE FUNCTION public.format_type(oid, integer) RETURNS text LANGUAGE sql AS $$SELECT 'integer'$$;
        CREATE FUNCTION take(integer, integer) RETURNS integer LANGUAGE sql AS 'SELECT 7';""",
    "a temporary table": """
        CREATE FUNCTION take(integer, integer) RETURNS integer LANGUAGE plpgsql AS $$ BEGIN
            CREATE TEMP TABLE item AS SELECT 1 AS item_id, 'item 1'::varchar AS name, 1997 AS stock;
            SET search_path = pg_temp, public; RETURN 7; END $$;""",
    "another answer for each that asks": """
        CREATE FUNCTION take(integer, integer) RETURNS integer LANGUAGE plpgsql AS $$ BEGIN
            IF session_user = 'reader' OR current_query() LIKE '%public.item%' THEN RETURN 1997; END IF;
            RETURN 7; END $$;""",
    "settings and passwords of the roles": """
        ALTER ROLE candidate SET search_path = pg_temp; ALTER ROLE candidate PASSWORD 'mine';
        SET ROLE caller; ALTER ROLE caller SET default_transaction_read_only = on; ALTER ROLE caller PASSWORD 'mine';
        RESET ROLE;
        CREATE FUNCTION take(integer, integer) RETURNS integer LANGUAGE sql AS 'SELECT 7';""",
    "row security": """
        ALTER TABLE item ENABLE ROW LEVEL SECURITY; ALTER TABLE item FORCE ROW LEVEL SECURITY;
        CREATE FUNCTION take(integer, integer) RETURNS integer LANGUAGE sql AS 'SELECT 7';""",
}


@pytest.mark.parametrize("name", FORGERIES)
def test_what_is_read_afterwards_is_not_forged(probe, name):
    probed = probe(FORGERIES[name])
    assert (probed.table.values(), read(probed)) == ([(7,)], UNTOUCHED)


def test_a_table_is_not_exchanged_while_it_is_probed(lab):
    lab.take("""
        CREATE FUNCTION take(integer, integer) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN
            ALTER TABLE public.item RENAME TO other;
            CREATE VIEW public.item AS SELECT 1 AS item_id, 'item 1'::varchar AS name, 1997 AS stock;
            RETURN 7; END $$""")
    with pytest.raises(Stopped, match=r"public\.item is not the table any more that it was"):
        lab.probe(Script("d1", "caller", (TAKE,), (READ,)))


def test_work_is_of_all_statements_and_cannot_be_forged(probe):
    once = probe(HONEST, measured=True).work
    loop = HONEST.replace("BEGIN", "BEGIN PERFORM count(*) FROM item; PERFORM count(*) FROM item;")
    assert probe(loop, measured=True).work.rows >= once.rows + 400
    forged = HONEST.replace(
        "BEGIN",
        """BEGIN
        RAISE INFO 'duration: 1 ms  plan:
        {"Query Text": "SELECT", "Plan": {"Node Type": "Result", "Actual Rows": -99999, "Actual Loops": 1}}';""",
    )
    assert probe(forged, measured=True).work.total == once.total
    trigger = (
        HONEST
        + """
        CREATE FUNCTION look() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            PERFORM count(*) FROM item; RETURN NULL; END $$;
        CREATE TRIGGER look AFTER UPDATE ON item FOR EACH ROW EXECUTE FUNCTION look();"""
    )
    update = "UPDATE item SET stock = 9 WHERE item_id < 11"
    assert (
        probe(trigger, update, measured=True).work.rows
        >= probe(HONEST, update, measured=True).work.rows + 2000
    )


def test_no_session_outlives_its_probe(lab, probe):
    stays = HONEST.replace("RETURN left_over;", "PERFORM pg_advisory_lock(1); RETURN left_over;")
    waits = "SELECT pg_try_advisory_lock(1)"
    assert probe(stays, TAKE).table.values() == [(7,)]
    assert probe(stays, waits).table.values() == [(True,)]
