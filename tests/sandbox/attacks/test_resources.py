"""Time, memory and processors."""

from __future__ import annotations

import resource

import pytest

from sandbox import wire
from sandbox.errors import ConnectionLost
from sandbox.execution import RunOutcome
from tests.sandbox.attacks.conftest import MEMORY_MB

pytestmark = pytest.mark.docker

NO_TIMEOUTS = "SET statement_timeout = 0; SET transaction_timeout = 0; SET lock_timeout = 0;"
GREEDY = "SET work_mem = '2GB'; SET hash_mem_multiplier = 100; SET maintenance_work_mem = '2GB';"


def at_work(arena):
    """Sessions of the candidate that still do something."""
    query = "SELECT count(*) FROM pg_stat_activity WHERE usename = 'candidate' AND state <> 'idle'"
    return arena.platform(query)[0][0]


def stopped(arena, text, seconds=1.0):
    """The text is stopped at its limit of time, and leaves no session."""
    result = arena.run(text, seconds=seconds)
    assert result.outcome is RunOutcome.TIMED_OUT, result.message
    assert result.message == f"Stopped after {seconds:g} seconds, the time limit of one run."
    assert result.session_left is False
    assert at_work(arena) == 0
    return result


def killed(arena, text):
    """The text meets the limit of memory: with an error, or with the end of its session, and says so."""
    result = arena.run(text, seconds=60)
    if result.error is not None and result.error.sqlstate == "53200":
        assert result.outcome is RunOutcome.ERROR
    else:
        assert result.outcome is RunOutcome.INTERRUPTED, result
        assert "memory limit" in result.message
    assert arena.peak_mb() <= MEMORY_MB + 1
    return result


def test_attack_14_locks(arena):
    """The table of locks is full long before memory is."""
    arena.refused(
        "SELECT count(pg_advisory_lock(g)) FROM (SELECT generate_series(1, 10000000)) AS t(g)",
        sqlstate="53200",
    )
    tables = "EXECUTE format('CREATE TEMP TABLE t%s (a int)', i)"
    arena.refused(f"DO $$ BEGIN FOR i IN 1..100000 LOOP {tables}; END LOOP; END $$", sqlstate="53200")


def test_attack_15_sleep(arena):
    """A limit that the candidate switches off holds nevertheless: it is ours."""
    stopped(arena, f"{NO_TIMEOUTS} SELECT pg_sleep(1000)")


def test_attack_16_a_loop_that_catches_everything(arena):
    """What swallows a cancel is terminated."""
    inner = "BEGIN PERFORM 1/0; EXCEPTION WHEN query_canceled OR OTHERS THEN NULL; END;"
    stopped(arena, f"{NO_TIMEOUTS} DO $$ BEGIN LOOP {inner} END LOOP; END $$")


def test_attack_17_endless_rows(arena):
    """What would be written to temporary files without end meets their limit, or that of time."""
    arena.refused("SELECT count(*) FROM generate_series(1, 1000000000000::bigint) AS g", sqlstate="53400")
    doubling = "WITH RECURSIVE r AS (SELECT 1 AS a UNION ALL SELECT a + b FROM r, (VALUES (0), (1)) AS v(b))"
    arena.refused(f"{doubling} SELECT count(*) FROM r", sqlstate="53400")
    stopped(arena, "WITH RECURSIVE r AS (SELECT 1 AS a UNION ALL SELECT a FROM r) SELECT count(*) FROM r")


def test_attack_18_regular_expressions(arena):
    """One that is too complex is refused, one that takes for ever is stopped."""
    arena.refused("SELECT 'a' ~ repeat('(a?){250}', 250)", sqlstate="2201B")
    stopped(arena, r"SELECT repeat('a', 1001) ~ '^(a*)(a*)(a*)(a*)\1\2\3\4$'")


def test_attack_19_deep_json(arena):
    """Too deep is refused; deep is text for us, which nothing of ours looks into."""
    arena.refused("SELECT (repeat('[', 100000) || repeat(']', 100000))::json", sqlstate="54001")
    deep = arena.holds("SELECT (repeat('[', 4500) || repeat(']', 4500))::jsonb").results[0]
    assert deep.rows == (("[" * 4500 + "]" * 4500,),)
    plan = arena.holds("EXPLAIN (FORMAT JSON) SELECT * FROM item").results[0]
    assert isinstance(plan.rows[0][0], str)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT array_agg(repeat(md5(g::text), 100)) FROM generate_series(1, 10000000) AS g",
        "SELECT count(*) FROM (SELECT DISTINCT repeat(md5(g::text), 50) FROM generate_series(1, 10000000) g) x",
        "SELECT length(string_agg(repeat(md5(g::text), 1000), '')) FROM generate_series(1, 100000) AS g",
    ],
)
def test_attack_20_memory_by_aggregates(arena, text):
    """The session ends at the limit of memory of its own server, which is back with all its data."""
    killed(arena, GREEDY + text)


def test_attack_21_a_giant_value(arena):
    """A value of 900 MB is never made, and one that is made does not come to us."""
    killed(arena, "SELECT repeat('x', 900000000) || repeat('y', 90000000)")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    result = arena.run("SELECT repeat('x', 50000000)")
    # A fast server may have sent the whole row before its size is known: then it is cut.
    assert (result.error and result.error.sqlstate) == "54000" or result.results[0].cells_cut
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024 < 250


def test_attack_22_many_large_rows(arena):
    """Rows beyond the limits are counted and dropped."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    (each,) = arena.holds("SELECT repeat('x', 1000) FROM generate_series(1, 300000)", seconds=60).results
    assert (each.row_count, each.truncated, len(each.rows)) == (300_000, True, 1000)
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024 < 30


def test_attack_23_notices(arena):
    """Notices beyond the limit are counted and dropped, however long each of them is."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    raised = "RAISE NOTICE '%', repeat('x', 20000)"
    result = arena.holds(f"DO $$ BEGIN FOR i IN 1..10000 LOOP {raised}; END LOOP; END $$", seconds=60)
    assert (len(result.notices), result.notices_omitted) == (50, 9_950)
    assert max(map(len, result.notices)) < 10_100
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024 < 30


def test_attack_29_prepared_statements_and_cursors(arena):
    """They end with their session; while it lasts they are bounded by its time and its server's memory."""
    prepare = "EXECUTE format('PREPARE p%s AS SELECT %s', i, repeat('1+', 2000) || '1')"
    cursors = "EXECUTE format('DECLARE c%s CURSOR WITH HOLD FOR SELECT repeat(''x'', 10000) FROM item', i)"
    for loop in (prepare, cursors):
        result = arena.run(f"DO $$ BEGIN FOR i IN 1..1000000 LOOP {loop}; END LOOP; END $$", seconds=6)
        told = result.error.sqlstate if result.error else result.outcome
        assert told in (RunOutcome.TIMED_OUT, RunOutcome.INTERRUPTED, "53200", "53400"), result
        assert result.message
    assert arena.peak_mb() <= MEMORY_MB + 1
    left = "SELECT count(*) FROM pg_prepared_statements, pg_cursors"
    assert arena.holds(left).results[0].rows == (("0",),)


def test_attack_30_connections(arena):
    """A role has eight sessions; the platform always has one left."""
    held = [wire.connect(arena.victim.dsn, 5) for _ in range(8)]
    with pytest.raises(ConnectionLost, match="too many connections for role"):
        wire.connect(arena.victim.dsn, 5)
    told = arena.refused("SELECT 1", sqlstate="53300")
    assert "wait for them" in told.message
    assert arena.platform("SELECT 1") == [(1,)]
    for connection in held:
        connection.finish()


def test_attack_35_the_parser(arena):
    """A text that nests or grows without end is refused by the parser."""
    arena.refused(f"SELECT {'(' * 100_000}1{')' * 100_000}", sqlstate=("54001", "42601", "53200"))
    arena.refused(f"SELECT {'1+' * 50_000}1", sqlstate="54001")
    killed(arena, f"SELECT {'1+' * 1_000_000}1")
    arena.refused("SELECT " + ",".join(["1"] * 10_000), sqlstate="54011")
    arena.refused(f"SELECT {'(' * 50_000}", sqlstate=("42601", "54001"))
