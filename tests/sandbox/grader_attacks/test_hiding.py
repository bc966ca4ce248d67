"""Attacks 12 to 14: know the grader when it comes, know its answers, or keep one's own."""

from __future__ import annotations

import psycopg
import pytest

from assessor.grading.lab import Lab, LabLimits
from assessor.kinds.query import lab_spec
from assessor.packs.templates import sandbox_template
from sandbox.execution import run
from sandbox.provider import Owner, SandboxSpec
from tests.sandbox.grader_attacks.answers import RIGHT, SLOW, SLOW_SCORE, right_with, wrong_with

WHERE_AM_I = """
SELECT 'who', session_user::text || ' ' || current_user || ' ' || current_database()
UNION ALL SELECT 'schemas', current_schemas(true)::text
UNION ALL SELECT 'address', coalesce(inet_client_addr()::text, 'none')
UNION ALL SELECT 'others', (SELECT string_agg(usename || ' ' || application_name, ',') FROM pg_stat_activity
                            WHERE backend_type = 'client backend')
UNION ALL SELECT name, setting FROM pg_settings
ORDER BY 1
"""

MUST_DIFFER = {"default_transaction_read_only", "transaction_read_only"}
"""A sandbox is there to be changed. No verdict hangs on what an answer makes of it."""


@pytest.mark.docker
def test_attack_12_a_graded_session_looks_like_a_run_in_the_sandbox(graders, tiny, room):
    """Answer by session_user, application_name, database or settings. They are the same in both places."""
    provider = graders("docker").provider
    handle = provider.start(SandboxSpec(sandbox_template(tiny), Owner("sandbox", "visible")))
    try:
        visible = dict(run(handle.dsn, WHERE_AM_I).results[0].rows)
    finally:
        provider.stop(handle)
    graded = dict(room.answer(WHERE_AM_I))
    assert visible["who"] == graded["who"] == "candidate candidate challenge"
    differing = {name for name in visible | graded if visible.get(name) != graded.get(name)}
    assert {name for name in differing if not name.startswith("auto_explain.")} == MUST_DIFFER


DETECTIVES = {
    "EXPLAIN": "current_query() ILIKE '%explain%'",
    "the amount of data": "(SELECT count(*) FROM item) > 10",
    "the database's number": "(SELECT oid % 2 = 0 FROM pg_database WHERE datname = current_database())",
    "the plan being told": "current_setting('auto_explain.log_analyze', true) = 'on' AND pg_backend_pid() % 2 = 0",
    "read-only": "current_setting('transaction_read_only') = 'on' AND (SELECT count(*) FROM movement) > 100",
}


@pytest.mark.docker
@pytest.mark.parametrize("clue", DETECTIVES)
def test_attack_12_grader_detection(clue, grader):
    """Give nothing where work is measured. What is measured is the very run whose result is judged."""
    result = grader(f"SELECT * FROM ({SLOW}) AS x WHERE NOT ({DETECTIVES[clue]}) ORDER BY on_hand DESC")
    assert result.score <= SLOW_SCORE
    assert result.outcomes[-1].points == 0.0


@pytest.mark.docker
def test_attack_12_cheap_and_wrong_on_the_large_data(grader):
    """Do no work where only work is asked for. The result must be right there, too."""
    few = "(SELECT count(*) FROM (SELECT FROM item LIMIT 11) AS n) < 11"
    text = f"SELECT * FROM ({RIGHT}) AS x WHERE {few} ORDER BY on_hand DESC"
    grader.contained(text, "Work counts only when the result is right.", score=SLOW_SCORE)
    grader.honest(right_with("(SELECT count(*) FROM (SELECT FROM item LIMIT 11) AS n)"))


@pytest.mark.docker
def test_attack_12_names_tell_nothing(room):
    """The names of the other databases say nothing of the data, and none of them can be told to be the visible one."""
    names = [name for (name,) in room.answer("SELECT datname::text FROM pg_database ORDER BY 1")]
    assert set(names) == {"challenge", "d2", "d3", "d4", "postgres", "template0", "template1"}
    assert room.lab.fetch("d2", "SELECT current_database()::text").values() == [("challenge",)]
    room.lab.fetch("d1", RIGHT)


@pytest.mark.docker
def test_attack_13_hard_coded_results(any_grader):
    """The rows that the visible data gives, as constants, or for each amount of data the rows one guesses. Hidden
    datasets have other rows, and those never come near an answer."""
    seen = "(1, 4.00, 1.3333333333333333, date '2026-01-06'), (2, 100, 100, '2026-01-07'), (3, 1.5, 1.5, '2026-01-08')"
    constant = f"SELECT * FROM (VALUES {seen}) AS v (a, b, c, d)"
    any_grader.contained(f"{constant} ORDER BY b DESC", "Fails when two items have equally much stock")
    any_grader.contained(
        f"{constant} WHERE (SELECT count(*) FROM movement) = 5 ORDER BY b DESC", "Fails when two items"
    )
    any_grader.honest(
        f"WITH nothing (n) AS (VALUES (0)) {RIGHT.replace(', 0)', ', (SELECT n FROM nothing))')}"
    )


@pytest.mark.docker
def test_attack_14_cached_results(grader, room):
    """Keep the result of one run for the next: in settings, locks, random's seed, tables, views. Every run has a
    session of its own, nothing can be written, and of two runs the dearer one counts."""
    grader.contained(
        wrong_with("set_config('my.cache', '1', false)"), "permission denied for function set_config"
    )
    room.refuses("CREATE MATERIALIZED VIEW v AS SELECT 1", "CREATE UNLOGGED TABLE t ()")
    room.answer("SELECT pg_advisory_lock(n)::text, setseed(0.5)::text FROM generate_series(1, 9) AS n")
    (left,) = room.answer("SELECT (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'), random()")
    assert left[0] == 0
    assert room.answer("SELECT random()") != [(left[1],)]
    grader.honest(right_with("random() - random()"))


@pytest.mark.docker
def test_attack_14_what_the_statistics_of_a_first_run_tell(grader, tiny):
    """Counters outlive a session: be slow while they are low, and quick (as by a cache) when they tell of another
    run before."""
    scans = "pg_stat_get_numscans('movement'::regclass)"
    with Lab(grader.provider, lab_spec(tiny, "counters"), LabLimits()) as lab:
        ((before,),) = lab.fetch("d4", f"SELECT {scans}").values()
    text = f"""
SELECT * FROM ({SLOW}) AS slow WHERE {scans} <= {before}
UNION ALL SELECT * FROM ({RIGHT}) AS quick WHERE {scans} > {before} ORDER BY on_hand DESC"""
    grader.contained(text, "times the reference", score=SLOW_SCORE)


@pytest.mark.docker
def test_attack_14_results_are_fresh(graders, tiny):
    """After new data an answer gives new results."""
    provider = graders("docker").provider
    with Lab(provider, lab_spec(tiny, "fresh"), LabLimits()) as lab:
        count = "SELECT count(*) FROM item"
        ((before,),) = lab.fetch("d1", count).values()
        with psycopg.connect(lab.handle.platform_dsn, dbname="challenge") as platform:
            platform.execute("INSERT INTO item VALUES (99, 'new')")
        assert lab.fetch("d1", count).values() == [(before + 1,)]
