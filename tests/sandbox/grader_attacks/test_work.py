"""Attacks 23 to 25: seem to do less work than one does."""

from __future__ import annotations

import pytest

from assessor.grading.lab import Lab, LabLimits
from assessor.grading.session import SETTINGS
from assessor.kinds.query import lab_spec
from tests.sandbox.grader_attacks.answers import RIGHT, SLOW, SLOW_SCORE, nested, right_with, wrong_with

MANY_PAIRS = "SELECT ''a''::tsvector FROM movement AS a JOIN movement AS b ON a.item_id > b.item_id"


def parts(result):
    return dict(result.outcomes[-1].evidence["parts"]["submission"])


@pytest.mark.docker
def test_attack_23_cost_can_be_faked(grader, room):
    """Zero the costs, lie in the statistics, declare a function cheap. Cost is no part of the work; statistics are the
    template's, and none of these can be changed."""
    room.refuses(
        "ALTER FUNCTION pg_catalog.repeat(text, integer) COST 0.0001",
        "ALTER TABLE movement ALTER COLUMN item_id SET (n_distinct = 1)",
        "ALTER TABLE movement SET (autovacuum_enabled = off)",
        "CREATE STATISTICS s ON item_id, change FROM movement",
        "UPDATE pg_class SET reltuples = 0",
        "DELETE FROM pg_statistic",
        "ALTER DATABASE challenge SET seq_page_cost = 0",
        "ALTER TABLESPACE pg_default SET (seq_page_cost = 0)",
        "SELECT pg_stat_reset()",
    )
    room.refuses("ALTER SYSTEM SET seq_page_cost = 0", sqlstate="0A000")
    statistics = (
        "SELECT md5(string_agg(s::text, ';' ORDER BY s::text)), max(reltuples) FROM pg_stats AS s, pg_class"
    )
    before = room.platform(statistics)
    with room.candidate() as candidate:
        candidate.execute("ANALYZE movement")  # a warning, and nothing happens
    assert room.platform(statistics) == before
    grader.contained(
        wrong_with("set_config('seq_page_cost', '0', false)"), "permission denied for function set_config"
    )
    grader.contained(f"{SLOW} LIMIT 1000000", "times the reference", score=SLOW_SCORE)
    grader.honest(f"{RIGHT} LIMIT 1000000")


@pytest.mark.docker
def test_attack_24_planner_settings(grader, room):
    """enable_* off, more memory, parallel workers, JIT. Pinned for every session over what a role sets for itself."""
    with room.candidate() as candidate:
        for name, value in (
            ("enable_hashjoin", "off"),
            ("work_mem", "1GB"),
            ("jit", "on"),
            ("DateStyle", "German"),
        ):
            candidate.execute(f"ALTER ROLE candidate SET {name} = '{value}'")
        assert candidate.execute("SELECT count(*) FROM pg_db_role_setting").fetchone() == (1,)
    pinned = room.answer("SELECT name, setting, unit FROM pg_settings WHERE source = 'user'")
    with room.candidate() as candidate:
        for name in ("enable_hashjoin", "work_mem", "jit", "DateStyle"):
            candidate.execute(f"ALTER ROLE candidate RESET {name}")
    assert {name for name, *_ in pinned if not name.startswith("auto_explain.")} <= {
        "session_preload_libraries"
    }
    names = ", ".join(f"current_setting('{name}')" for name in SETTINGS)
    assert room.answer(f"SELECT {names}") == [tuple(SETTINGS.values())]
    for name, value in (("enable_seqscan", "off"), ("work_mem", "1GB"), ("jit", "on")):
        change = f"(SELECT set_config('{name}', '{value}', false)) AS s"
        grader.contained(
            f"SELECT x.* FROM {change}, ({RIGHT}) AS x", "permission denied for function set_config"
        )
    grader.honest(right_with("length(current_setting('work_mem'))"))


@pytest.mark.docker
def test_attack_24_work_hidden_in_a_function(grader):
    """query_to_xml() runs a slow statement where EXPLAIN shows one call. The server tells the plan of every statement
    that runs, and all of their rows count."""
    open_work = parts(grader.contained(SLOW, score=SLOW_SCORE))
    result = grader.contained(nested(SLOW), "times the reference", score=SLOW_SCORE)
    assert parts(result)["nested"] == open_work["rows"]
    assert parts(result)["total"] >= open_work["total"]
    deeper = f"SELECT * FROM LATERAL ({nested(SLOW)}) AS x ORDER BY on_hand DESC"
    grader.contained(nested(deeper), "times the reference", score=SLOW_SCORE)


@pytest.mark.docker
def test_attack_24_work_hidden_in_other_functions(any_grader):
    """ts_stat() and table_to_xml() run statements, too; on any version, however PostgreSQL was built."""
    result = any_grader.contained(
        right_with(f"(SELECT count(*) FROM ts_stat('{MANY_PAIRS}'))"), "times the reference", score=SLOW_SCORE
    )
    assert parts(result)["nested"] > 1_000_000
    honest = any_grader.honest(right_with("(SELECT count(*) FROM ts_stat('SELECT ''a''::tsvector'))"))
    assert parts(honest)["nested"] == 1


@pytest.mark.docker
def test_attack_24_clients_cannot_silence_the_server(room):
    """What makes the server tell its plans is a superuser's to set."""
    for name in ("log_min_duration", "log_analyze", "log_nested_statements", "log_level", "sample_rate"):
        room.refuses(
            f"SET auto_explain.{name} = DEFAULT", f"ALTER ROLE candidate SET auto_explain.{name} = DEFAULT"
        )
    with room.candidate() as candidate:
        told = []
        candidate.add_notice_handler(lambda notice: told.append(notice.severity_nonlocalized))
        candidate.execute("SET client_min_messages = error")
        candidate.execute("SELECT 1")
    assert told[-1:] == ["INFO"]


@pytest.mark.docker
def test_attack_25_warm_cache(any_grader, tiny):
    """Be measured second. Work counts pages touched, not pages read: cold or warm, first or last, it is one number."""
    with Lab(any_grader.provider, lab_spec(tiny, "caches"), LabLimits()) as lab:
        order = ("d4", "d4", "d1", "d4", "d4")
        works = [lab.measure(name, RIGHT).work.parts() for name in order]
        after_slow = [lab.measure("d4", text).work.parts() for text in (SLOW, RIGHT, SLOW)]
    assert works[0] == works[1] == works[3] == works[4] == after_slow[1]
    assert after_slow[0] == after_slow[2]
    assert parts(any_grader.honest()) == works[0]
