"""Which dataset kills which mutant, judged without a server."""

from __future__ import annotations

import pytest

from assessor.grading.mutation import Mutant
from assessor.grading.mutation import matrix as matrices
from assessor.grading.mutation.matrix import kills
from assessor.grading.mutation.trial import Bed, Fate, Trial
from tests.unit.grading.tables import table

BEDS = [Bed(name, name, table("x int", (1,))) for name in ("one", "two")]
FATES = {
    ("both", "one"): (Fate.KILLED, False),
    ("both", "two"): (Fate.KILLED, False),
    ("second", "two"): (Fate.KILLED, False),
    ("error at first", "one"): (Fate.INVALID, False),
    ("never runs", "one"): (Fate.INVALID, False),
    ("never runs", "two"): (Fate.INVALID, False),
    ("endless", "one"): (Fate.KILLED, True),
}
NAMES = ["both", "second", "neither", "error at first", "never runs", "endless"]


@pytest.fixture
def ran(monkeypatch):
    """What ran where."""
    seen = []

    def tried(dsn, beds, mutants, tell, clock):
        (bed,) = beds
        seen.extend((mutant.sql, bed.name) for mutant in mutants)
        tell("all of them")
        for mutant in mutants:
            fate, endless = FATES.get((mutant.sql, bed.name), (Fate.SURVIVED, False))
            yield Trial(mutant, fate, endless=endless)

    monkeypatch.setattr(matrices, "try_mutants", tried)
    return seen


def test_every_dataset_that_kills_is_named(ran):
    told = []
    ticks = iter(range(100))
    found = kills(
        "", BEDS, [Mutant("join", 1, name, name) for name in NAMES], told.append, lambda: next(ticks)
    )
    assert {one.mutant.sql: (one.fate, one.by) for one in found} == {
        "both": (Fate.KILLED, ("one", "two")),
        "second": (Fate.KILLED, ("two",)),
        "neither": (Fate.SURVIVED, ()),
        "error at first": (Fate.KILLED, ("one",)),
        "never runs": (Fate.INVALID, ()),
        "endless": (Fate.KILLED, ("one",)),
    }
    assert [one.mutant.sql for one in found if one.endless] == ["endless"]
    assert ("endless", "one") in ran
    assert ("endless", "two") not in ran
    assert told == [
        "dataset 1 of 2: all of them",
        "dataset 1 of 2 done, about 1 s left",
        "dataset 2 of 2: all of them",
        "dataset 2 of 2 done, about 0 s left",
    ]
