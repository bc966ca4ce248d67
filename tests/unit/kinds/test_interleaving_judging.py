"""What came of interleaved sessions against the outcomes that are right, and what else is asked."""

from __future__ import annotations

import pytest

from assessor.grading.interleaving import Ending, Moment, Played
from assessor.grading.session import Ended, Stopped
from assessor.kinds.interleaving_judging import RIGHT, judged, keyed, outcome_tables, unkeyed
from assessor.packs.spec import Interleaving
from tests.unit.grading.tables import table

ONE, TWO, NONE = table("n int", (1,)), table("n int", (2,)), table("n int")
FIRST, SECOND = Ending(ONE), Ending(TWO)


def failed(sqlstate):
    return Ending(stopped=Stopped(Ended.ERROR, "it failed", sqlstate))


def interleaving(**more):
    sessions = [{"name": "a", "steps": ["SELECT 1"]}, {"name": "b", "steps": ["SELECT 1"]}]
    more = {"permutations": ["a b"], **more}
    return Interleaving(name="i", dataset="d", role="caller", shows="two meet", session=sessions, **more)


def played(a, b, *reads, waits=0):
    moments = tuple(Moment("a", n, "SELECT 1", "waits") for n in range(waits))
    return Played({"a": {1: a}, "b": {1: b}}, moments, reads)


def right(*outcomes):
    return [outcome_tables(each) for each in outcomes]


SERIAL = right(played(FIRST, SECOND, ONE), played(SECOND, FIRST, ONE))
REFUSED = right(played(FIRST, failed("23514"), ONE), played(failed("23514"), FIRST, ONE))
READ = {"reads": ["TABLE t"]}


@pytest.mark.parametrize(
    ("given", "outcomes", "rule", "message"),
    [
        (played(SECOND, FIRST, ONE), SERIAL, None, ""),
        (played(FIRST, FIRST, ONE), SERIAL, "values", "step 1 of session b, values in n are wrong"),
        (played(FIRST, SECOND, TWO), SERIAL, "values", "afterwards, values in n are wrong"),
        (
            played(FIRST, failed("40P01"), ONE),
            SERIAL,
            "deadlock",
            "two sessions wait for each other, and PostgreSQL ends one of them (40P01)",
        ),
        (
            played(FIRST, failed("40001"), ONE),
            SERIAL,
            "serialization",
            "a session ends with a serialization failure (40001)",
        ),
        (
            played(FIRST, failed("22012"), ONE),
            SERIAL,
            "error",
            "step 1 of session b ends with division by zero (22012)",
        ),
        (played(failed("23514"), FIRST, ONE), REFUSED, None, ""),
        (
            played(FIRST, FIRST, ONE),
            REFUSED,
            "accepted",
            "step 1 of session b is accepted, and must end with SQLSTATE 23514",
        ),
        (
            played(FIRST, Ending(stuck=True), ONE),
            SERIAL,
            "stuck",
            "a step waits for ever for what another session keeps",
        ),
        (Played({"a": {1: FIRST}, "b": {}}, (), (ONE,)), SERIAL, "steps", "session b ends too early"),
    ],
)
def test_outcomes(given, outcomes, rule, message):
    assert judged(interleaving(**READ), given, outcomes) == (rule, message)


def test_where_any_outcome_is_right_an_error_is_not():
    anything = interleaving(outcome="any")
    assert judged(anything, played(TWO and SECOND, SECOND), []) == RIGHT
    assert judged(anything, played(FIRST, failed("40P01")), [])[0] == "deadlock"


def test_what_must_hold():
    one = interleaving(holds={"nobody is served twice": "TABLE t"}, **READ)
    assert judged(one, played(FIRST, SECOND, ONE, NONE), SERIAL) == RIGHT
    told = judged(one, played(FIRST, SECOND, ONE, TWO), SERIAL)
    assert told == ("invariant", "afterwards it is not so that nobody is served twice")


def test_waits_count_when_all_else_is_right():
    given = played(FIRST, SECOND, ONE, waits=2)
    assert judged(interleaving(**READ), given, SERIAL) == RIGHT
    assert judged(interleaving(waits=2, **READ), given, SERIAL) == RIGHT
    assert judged(interleaving(waits=1, **READ), given, SERIAL) == (
        "waits",
        "2 steps wait for others, and 1 may",
    )
    none = judged(interleaving(waits=0, **READ), given, SERIAL)
    assert none == ("waits", "2 steps wait for others, and none has to")
    one = judged(interleaving(waits=0, **READ), played(FIRST, SECOND, ONE, waits=1), SERIAL)
    assert one == ("waits", "1 step waits for others, and none has to")


def test_outcomes_are_kept_by_their_numbers():
    tables = {}
    for number, outcome in enumerate(SERIAL * 6):
        tables |= keyed("interleaving i", number, outcome)
    assert unkeyed("interleaving i", tables) == SERIAL * 6
    assert unkeyed("interleaving j", tables) == []


@pytest.mark.parametrize(("sqlstate", "rule"), [("23505", None), ("23514", None), ("22012", "error")])
def test_codes_that_say_the_same(sqlstate, rule):
    one = interleaving(reads=["TABLE t"], alike=["23514", "23505"])
    assert judged(one, played(FIRST, failed(sqlstate), ONE), REFUSED)[0] == rule
