"""Synthesis on a real PostgreSQL: each feature exposes its mistake, and nothing unsound gets through."""

from __future__ import annotations

import threading

import psycopg
import pytest

from assessor.errors import GradingFault
from assessor.grading.synthesis import Budget, CannotSynthesise, SynthesisedDataset, synthesise
from assessor.grading.synthesis.dataset import MAX_DATASETS, MAX_ROWS
from assessor.grading.synthesis.server import Scratch
from tests.integration.grading.cases import CREW, DDL, FEATURES, SHOPS, Case

SMALL = Budget(random=30, told=60, targeted=150, offspring=30, mutants=120, probes=120)
END_SESSIONS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
NULL_BOSS = "SELECT id FROM crew WHERE id NOT IN (SELECT boss_id FROM crew)"


def results(scratch: Scratch, each: SynthesisedDataset, texts: list[str]) -> list[list[str] | None]:
    """What texts give on a dataset loaded as a pack loads it; None is an error."""
    scratch.load({})
    scratch.execute(each.sql or "SELECT 1")
    answers = scratch.run([scratch.prepare(text) for text in texts])
    return [None if answer.rows is None else sorted(map(str, answer.rows)) for answer in answers]


def exposed(dsn: str, case: Case, made: list[SynthesisedDataset]) -> bool:
    with Scratch(dsn, case.ddl, case.invariants) as scratch:
        found = []
        for each in made:
            found.append(results(scratch, each, [case.right, case.wrong]))
            assert all(scratch.possible([f"SELECT {text}" for text in case.invariants]))
    assert all(right is not None for right, _ in found)
    return any(right != wrong for right, wrong in found)


@pytest.mark.parametrize("case", FEATURES + DDL, ids=lambda case: case.feature)
def test_the_feature_exposes_the_mistake_in_valid_data(scratch_dsn: str, case: Case) -> None:
    made = synthesise(case.ddl, case.invariants, [case.right], seed=7, dsn=scratch_dsn, budget=SMALL)
    assert 0 < len(made) <= MAX_DATASETS
    assert all(len(rows) <= MAX_ROWS for each in made for rows in each.rows.values())
    assert exposed(scratch_dsn, case, made)


def test_equal_arguments_give_equal_datasets(scratch_dsn: str) -> None:
    case = FEATURES[0]
    first, second = (
        synthesise(case.ddl, (), [case.right], seed=b"s", dsn=scratch_dsn, budget=SMALL) for _ in range(2)
    )
    assert first == second


def test_another_seed_gives_other_data_that_exposes_the_same(scratch_dsn: str) -> None:
    case = FEATURES[0]
    first, second = (
        synthesise(case.ddl, (), [case.right], seed=seed, dsn=scratch_dsn, budget=SMALL, mutants=[case.wrong])
        for seed in (1, 2)
    )
    assert [each.rows for each in first] != [each.rows for each in second]
    assert all(any(each.kills == (0,) for each in made) for made in (first, second))


def test_data_on_which_the_reference_depends_on_the_order_of_rows_is_dropped(scratch_dsn: str) -> None:
    text = "SELECT id FROM crew ORDER BY pay DESC LIMIT 1"
    made = synthesise(CREW, (), [text], seed=1, dsn=scratch_dsn, budget=SMALL)
    place = 3
    for each in made:
        pays = [int(row[place] or 0) for row in each.rows["crew"]]
        assert pays.count(max(pays, default=0)) <= 1


def test_data_on_which_references_disagree_is_dropped(scratch_dsn: str) -> None:
    both = ["SELECT count(*) FROM sale", "SELECT count(cents) FROM sale"]
    for each in synthesise(SHOPS, (), both, seed=1, dsn=scratch_dsn, budget=SMALL):
        assert all(row[2] is not None for row in each.rows["sale"])


def test_data_on_which_a_reference_fails_is_dropped(scratch_dsn: str) -> None:
    for each in synthesise(
        SHOPS, (), ["SELECT day, 10 / cents FROM sale"], seed=1, dsn=scratch_dsn, budget=SMALL
    ):
        assert all(row[2] != "0" for row in each.rows["sale"])


def test_no_right_answer_hangs_on_a_null_that_spoils_the_references_not_in(scratch_dsn: str) -> None:
    case = Case("", CREW, NULL_BOSS, FEATURES[8].right)
    made = synthesise(case.ddl, (), [case.right], seed=1, dsn=scratch_dsn, budget=SMALL)
    assert made
    assert not exposed(scratch_dsn, case, made)


def test_every_table_is_empty_once(scratch_dsn: str) -> None:
    made = synthesise(SHOPS, (), [FEATURES[0].right], seed=1, dsn=scratch_dsn, budget=SMALL)
    assert made[0].shows == "all tables are empty"
    assert any(each.rows["shop"] and not each.rows["sale"] for each in made)


def test_no_value_is_told(scratch_dsn: str) -> None:
    text = "SELECT id FROM shop WHERE town = 'Xanadu'"
    made = synthesise(SHOPS, (), [text], seed=1, dsn=scratch_dsn, budget=SMALL)
    assert any(row[1] == "Xanadu" for each in made for row in each.rows["shop"])
    assert not any("xanadu" in f"{each.name} {each.shows}".lower() for each in made)


def test_a_mutant_that_never_ends_is_stopped(scratch_dsn: str) -> None:
    endless = "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT max(n) FROM r"
    assert synthesise(
        SHOPS, (), ["SELECT count(*) FROM sale"], seed=1, dsn=scratch_dsn, budget=SMALL, mutants=[endless]
    )


@pytest.mark.parametrize(
    ("ddl", "invariants", "reference"),
    [
        (("CREATE TABLE t (",), (), "SELECT 1"),
        (SHOPS, ("no such thing",), "SELECT 1"),
        (SHOPS, (), "SELECT nothing FROM shop"),
    ],
)
def test_the_authors_mistakes_are_told(
    scratch_dsn: str, ddl: tuple[str, ...], invariants: tuple[str, ...], reference: str
) -> None:
    with pytest.raises(CannotSynthesise, match="PostgreSQL does not accept"):
        synthesise(ddl, invariants, [reference], seed=1, dsn=scratch_dsn, budget=SMALL)


def test_the_database_is_gone_afterwards(scratch_dsn: str) -> None:
    synthesise(SHOPS, (), ["SELECT count(*) FROM sale"], seed=1, dsn=scratch_dsn, budget=SMALL)
    with psycopg.connect(scratch_dsn) as connection:
        left = connection.execute("SELECT count(*) FROM pg_database WHERE datname LIKE 'synthesis_%'")
        assert left.fetchone() == (0,)


@pytest.mark.parametrize("ended", ["SELECT pg_terminate_backend(pg_backend_pid())", "SELECT pg_sleep(60)"])
def test_a_session_that_ends_is_a_fault_and_no_endless_wait(scratch_dsn: str, ended: str) -> None:
    with Scratch(scratch_dsn, SHOPS, ()) as scratch:
        queries = [scratch.prepare(ended), scratch.prepare("SELECT 1")]
        with psycopg.connect(scratch_dsn, autocommit=True) as other:
            stop = threading.Timer(0.5, other.execute, [END_SESSIONS, [scratch.name]])
            stop.start()
            with pytest.raises(GradingFault, match="ended the session"):
                scratch.run(queries)
            stop.join()
        for use in (lambda: scratch.run(queries), lambda: scratch.execute("SELECT 1")):
            with pytest.raises((GradingFault, psycopg.OperationalError)):
                use()
