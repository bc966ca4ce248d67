"""What becomes of a mutant, judged without a server."""

from __future__ import annotations

from contextlib import contextmanager

import pytest

from assessor.grading.mutation import Mutant
from assessor.grading.mutation import trial as trials
from assessor.grading.mutation.trial import Bed, Fate, timed, try_mutants
from assessor.grading.mutation.wire import Failed
from tests.unit.grading.tables import table

RIGHT, WRONG = table("x int", (1,)), table("x int", (2,))
ERROR = Failed("division by zero (22012)", final=False)
SYNTAX = Failed("column x does not exist (42703)", final=True)
SLOW = Failed("canceling statement due to statement timeout (57014)", final=False, noticed=True)


class Wires:
    """Answers per database and statement, in place of connections; counts what ran."""

    def __init__(self, answers):
        self.answers = answers
        self.ran = []

    @contextmanager
    def __call__(self, dsn, database, seconds, rows, spill_mb=None):
        self.database = database
        yield self

    def fetch(self, text):
        self.ran.append((self.database, text))
        answer = self.answers.get((self.database, text), RIGHT)
        if isinstance(answer, Failed):
            raise answer
        return answer


@pytest.fixture
def judge(monkeypatch):
    def fates(answers, *statements, seconds=(1.0, 2.0)):
        wires = Wires(answers)
        monkeypatch.setattr(trials, "Wire", wires)
        beds = [Bed(f"bed {n}", f"d{n}", RIGHT, (), second) for n, second in enumerate(seconds, 1)]
        mutants = [Mutant("join", 1, text, text) for text in statements]
        told = []
        found = try_mutants("", beds, mutants, told.append)
        assert told[-1] == f"{len(statements)} of {len(statements)}"
        return [(one.fate, one.why) for one in found], wires.ran

    return fates


def test_a_mutant_that_differs_is_killed_and_not_run_again(judge):
    fates, ran = judge({("d1", "a"): WRONG}, "a", "b")
    assert fates == [(Fate.KILLED, "bed 1: values in x are wrong"), (Fate.SURVIVED, "")]
    assert sorted(ran) == [("d1", "a"), ("d1", "b"), ("d2", "b")]


def test_quick_datasets_come_first(judge):
    _, ran = judge({}, "a", seconds=(2.0, 1.0))
    assert ran == [("d2", "a"), ("d1", "a")]


def test_what_postgresql_never_accepts_is_no_mutant(judge):
    fates, ran = judge({("d1", "a"): SYNTAX}, "a")
    assert fates == [(Fate.INVALID, "column x does not exist (42703)")]
    assert ran == [("d1", "a")]


def test_an_error_on_every_dataset_is_no_mutant(judge):
    fates, _ = judge({("d1", "a"): ERROR, ("d2", "a"): ERROR}, "a")
    assert fates == [(Fate.INVALID, "bed 2: division by zero (22012)")]


@pytest.mark.parametrize("failing", ["d1", "d2"])
def test_an_error_on_some_datasets_is_noticed(judge, failing):
    ((fate, why),), _ = judge({(failing, "a"): ERROR}, "a")
    assert fate is Fate.KILLED
    assert why == f"bed {failing[1]}: division by zero (22012)"


def test_taking_too_long_is_noticed(judge):
    ((fate, _),), _ = judge({("d1", "a"): SLOW}, "a")
    assert fate is Fate.KILLED


def test_how_far_it_is_is_told_now_and_then(monkeypatch):
    monkeypatch.setattr(trials, "Wire", Wires({}))
    seconds = iter(range(100))
    told = []
    beds = [Bed(name, name, RIGHT) for name in ("d1", "d2")]
    mutants = [Mutant("join", 1, text, text) for text in "abcd"]
    try_mutants("", beds, mutants, told.append, lambda: float(next(seconds)))
    assert told[0].startswith("0 of 4, about ")
    assert told[0].endswith(" s left")
    assert told[-1] == "4 of 4"


def test_the_original_is_a_control(monkeypatch):
    monkeypatch.setattr(trials, "Wire", Wires({("d2", "a"): WRONG, ("d3", "a"): ERROR}))
    beds = [Bed(name, name, RIGHT) for name in ("d1", "d2", "d3")]
    measured, wrong = timed("", beds, "a")
    assert [bed.name for bed in measured] == ["d1", "d2", "d3"]
    assert wrong == ["d2: values in x are wrong", "d3: division by zero (22012)"]
