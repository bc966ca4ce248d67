"""Attacks 7, 9 to 11, 27 and 29: more than one statement, or another one than it seems."""

from __future__ import annotations

import pytest

from tests.sandbox.grader_attacks.answers import RIGHT, SLOW, SLOW_SCORE, right_with, wrong_with

WRITE = "25006"


@pytest.mark.docker
def test_attack_07_triggers(grader, room):
    """A trigger or rule that fires when somebody with more rights writes. None can be made, and a grader writes
    nothing at all."""
    room.refuses(
        "CREATE TRIGGER t AFTER INSERT ON item EXECUTE FUNCTION suppress_redundant_updates_trigger()",
        "CREATE RULE r AS ON INSERT TO item DO INSTEAD NOTHING",
        "CREATE EVENT TRIGGER t ON ddl_command_start EXECUTE FUNCTION suppress_redundant_updates_trigger()",
        "ALTER TABLE item DISABLE TRIGGER ALL",
        "SET session_replication_role = replica",
    )
    made = "SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal UNION ALL SELECT count(*) FROM pg_event_trigger"
    assert room.platform(made) == [(0,), (0,)]
    written = "SELECT n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables WHERE relname = 'item'"
    assert room.answer(written) == [(0,)]
    grader.contained("CREATE RULE r AS ON SELECT TO item DO INSTEAD SELECT 1", "must be one SELECT")
    grader.honest(right_with("(SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal)"))


@pytest.mark.docker
@pytest.mark.parametrize("text", ["COMMIT", "ROLLBACK", "BEGIN", "SAVEPOINT s"])
def test_attack_09_commit_inside(text, grader):
    """A COMMIT makes writes last. It is no SELECT; the transaction is read-only, and the database is thrown away."""
    grader.contained(text, "must be one SELECT statement")


@pytest.mark.docker
def test_attack_09_commit_from_within_a_statement(grader, room):
    """The same through functions that run text, and through writes in all their disguises."""
    grader.contained(wrong_with("query_to_xml('COMMIT', true, false, '')"), "PostgreSQL stopped it")
    grader.contained(
        wrong_with("query_to_xml('DELETE FROM item RETURNING 1', true, false, '')"), "stopped it"
    )
    grader.contained("WITH x AS (DELETE FROM item RETURNING *) SELECT *, 1, 2 FROM x", f"({WRITE})")
    grader.contained(
        "WITH x AS (UPDATE pg_settings SET setting = '0' RETURNING 1) SELECT 1", "does not accept it"
    )
    grader.contained("SELECT i.*, 1, 2 FROM item AS i FOR UPDATE", f"({WRITE})")
    grader.contained(wrong_with("lo_create(0)"), "permission denied for function lo_create")
    room.refuses("DELETE FROM item", "TRUNCATE item", "INSERT INTO item VALUES (99, 'x')", "DROP TABLE item")
    grader.honest(f"WITH x AS ({RIGHT}) SELECT * FROM x ORDER BY on_hand DESC")


@pytest.mark.docker
def test_attack_10_several_statements(grader):
    """SELECT 1; DROP TABLE item. The extended protocol takes one statement (42601)."""
    several = "the answer must be one statement, and this is more than one"
    for second in ("SELECT 1", "COMMIT"):
        grader.contained(f"{RIGHT}; {second}", several)
    grader.contained(f"{RIGHT} /* ; */ ; -- ;\n SELECT 1", several)
    grader.contained(f"EXPLAIN ANALYZE {RIGHT}", "must be one SELECT")
    grader.contained("DO $$ BEGIN COMMIT; END $$", "must be one SELECT")
    grader.contained("EXECUTE p", "must be one SELECT")
    grader.contained(f"DECLARE c CURSOR FOR {RIGHT}", "must be one SELECT")
    grader.contained(f"COPY ({RIGHT}) TO STDOUT", "must be one SELECT")
    grader.honest(f"/* one; */ {RIGHT}; -- two;\n;;")
    grader.honest(right_with("length('; SELECT 1')"))


@pytest.mark.docker
@pytest.mark.parametrize(
    "text",
    [
        f"{RIGHT}) AS t; DELETE FROM item; SELECT * FROM (SELECT 1",
        f") {RIGHT}",
        f"{RIGHT} /*",
        f"{RIGHT} --\n)",
        f"(ANALYZE false) {RIGHT}",
        f"VERBOSE {RIGHT}",
        f"ANALYZE {RIGHT}",
        "SELECT 1 AS x) AS t, LATERAL (SELECT 2",
    ],
)
def test_attack_11_injection_through_wrapping(text, grader):
    """select * from (ANSWER) t and EXPLAIN ANSWER can be broken out of. Nothing is put around an answer."""
    grader.contained(text)


@pytest.mark.docker
def test_attack_11_honest_brackets(grader):
    """Brackets of every kind are the answer's own."""
    grader.honest(f"((({RIGHT})))")
    grader.honest(right_with("length(')') + length($$)$$) + length(E'\\')')"))


@pytest.mark.docker
def test_attack_27_hints(grader, room):
    """pg_hint_plan turns comments into planner settings. It is not there, nor is anything else that loads."""
    libraries = "SELECT extname::text FROM pg_extension ORDER BY 1"
    assert room.platform(libraries) == [("plpgsql",)]
    room.refuses("CREATE EXTENSION pg_hint_plan", sqlstate="0A000")
    room.refuses("LOAD 'pg_hint_plan'", "SET session_preload_libraries = 'pg_hint_plan'")
    hinted = grader.contained(f"/*+ SeqScan(m) Set(enable_seqscan off) */ {SLOW}", score=SLOW_SCORE)
    plain = grader.contained(SLOW, score=SLOW_SCORE)
    assert _work(hinted) == _work(plain)
    grader.honest(f"/*+ HashJoin(i m) */ {RIGHT}")


def _work(result):
    return result.outcomes[-1].evidence["work"]["submission"]


TRICKS = ["%s", "%(name)s", "%", "%%", "%b", "{0}", "{}", ":name", "\\gexec", "%%s%"]


@pytest.mark.docker
def test_attack_29_percent(grader):
    """A `%` or `{` makes a driver's formatting fail. An answer goes over the wire as it is, without parameters."""
    quoted = " || ".join(f"$tag${trick}$tag$" for trick in TRICKS)
    grader.honest(f"{right_with(f'length({quoted})')} -- 100 % {' '.join(TRICKS)}")


@pytest.mark.docker
def test_attack_29_parameters(grader):
    """$1 would have a value if the platform passed any."""
    grader.contained(wrong_with("$1::int"), "")
    grader.contained("SELECT :name, %s, 1, 2", "syntax error")
    grader.honest(right_with("5 % 3"))
