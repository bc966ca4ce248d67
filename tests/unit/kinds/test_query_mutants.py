"""What a verification says of mutants that survive and of marks that do not hold."""

from __future__ import annotations

import pytest

from assessor.grading.mutation import Mutant, Mutation
from assessor.grading.mutation.trial import Fate, Trial
from assessor.grading.reference import References
from assessor.kinds.query_mutants import beds_of, counts, idle_marks, survivors
from assessor.packs.equivalents import Mark
from assessor.packs.loader import Pack
from tests.unit.grading.tables import table
from tests.unit.packs.conftest import TINY

ORIGINAL = "SELECT a FROM t JOIN u USING (x)"
KILLED = Trial(
    Mutant("column", 1, "a became b", ORIGINAL.replace("a", "b", 1)), Fate.KILLED, "ties: rows are missing"
)
LEFT = Trial(Mutant("join", 1, "JOIN u became LEFT JOIN u", ORIGINAL.replace("JOIN", "LEFT JOIN")))
INVALID = Trial(Mutant("column", 1, "a became c", ORIGINAL), Fate.INVALID, "no such column")
TRIED = [KILLED, LEFT, INVALID]
MUTATION = Mutation(ORIGINAL, tuple(trial.mutant for trial in TRIED), 5)


def mark(trial, change=None):
    return Mark(
        operator=trial.mutant.operator, change=change or trial.mutant.change, reason="Every t has its u."
    )


def test_counts():
    assert counts(MUTATION, TRIED, []) == {
        "mutants": 2,
        "killed": 1,
        "equivalent": 0,
        "survived": 1,
        "invalid mutants": 1,
        "mutants left out": 2,
    }
    assert counts(MUTATION, TRIED, [mark(LEFT)])["equivalent"] == 1
    assert counts(MUTATION, TRIED, [mark(LEFT)])["survived"] == 0


def test_a_survivor_is_shown_with_what_to_do():
    (problem,) = survivors(MUTATION, TRIED, [])
    assert problem == (
        "no dataset notices: line 1: JOIN u became LEFT JOIN u\n"
        "- JOIN u\n"
        "+ LEFT JOIN u\n"
        "Add a dataset whose result it changes; if none can, say why in equivalent.toml:\n"
        "[[mutant]]\n"
        "operator = 'join'\n"
        "change = 'JOIN u became LEFT JOIN u'\n"
        'reason = ""'
    )


def test_a_marked_survivor_is_no_problem():
    assert list(survivors(MUTATION, TRIED, [mark(LEFT)])) == []
    assert list(idle_marks(TRIED, [mark(LEFT)])) == []


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        (mark(LEFT, "JOIN v became LEFT JOIN v"), "matches no mutant of reference.sql; take it out, or copy"),
        (mark(KILLED), "is wrong, because a dataset does notice: ties: rows are missing"),
        (mark(INVALID), "is not needed, because PostgreSQL does not accept the mutant; take it out"),
    ],
)
def test_a_mark_that_does_not_hold_is_a_problem(given, problem):
    (text,) = idle_marks(TRIED, [given])
    assert text.startswith(f'equivalent.toml: the mark "{given.change}" ({given.operator}) {problem}')


def test_mutants_run_on_the_small_datasets_of_result_checks():
    pack = Pack.from_folder(TINY)
    one = table("x int")
    references = References({dataset.name: one for dataset in pack.spec.dataset}, {})
    beds = beds_of(pack, references)
    assert [(bed.name, bed.order) for bed in beds] == [("visible", (1,)), ("ties", (1,)), ("unmoved", (1,))]
