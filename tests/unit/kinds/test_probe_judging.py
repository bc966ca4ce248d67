"""What came of a probe against the reference's: endings, rows, and what is there afterwards."""

from __future__ import annotations

import pytest

from assessor.grading.probing import Probed
from assessor.grading.reference import References
from assessor.grading.session import Ended, Stopped
from assessor.kinds.probe_judging import Found, broken
from assessor.packs.spec import Probe
from tests.unit.grading.tables import table

ONE, TWO = table("n int", (1,)), table("n int", (2,))
DENIED = Stopped(Ended.ERROR, "PostgreSQL stopped it: insufficient privilege (42501)", "42501")
LATE = Stopped(Ended.ERROR, "PostgreSQL stopped it: division by zero (22012)", "22012")
PLAIN = {}
WITH_ERROR = {"error": ["22023", "23514"]}
REFUSED = {"refused": True}


def probe(**more):
    return Probe(name="p", dataset="d", shows="it is tried", role="caller", run=["SELECT 1"], **more)


@pytest.mark.parametrize(
    ("wanted", "given", "rule", "message"),
    [
        (PLAIN, Probed(ONE, 1, reads=(TWO,)), None, ""),
        (PLAIN, Probed(TWO, 1, reads=(TWO,)), "values", "values in n are wrong"),
        (PLAIN, Probed(ONE, 1, reads=(ONE,)), "values", "afterwards, values in n are wrong"),
        (PLAIN, Probed(None, 1, reads=(TWO,)), "columns", "it gives no rows"),
        (PLAIN, Probed(stopped=LATE), "error", LATE.reason),
        (PLAIN, Probed(stopped=LATE, early=True), "error", f"before it, {LATE.reason}"),
        (WITH_ERROR, Probed(ONE, 1), "accepted", "it is accepted, and must end with SQLSTATE 22023 or 23514"),
        (
            WITH_ERROR,
            Probed(stopped=LATE),
            "sqlstate",
            "it ends with division by zero (22012), and must end with SQLSTATE 22023 or 23514",
        ),
        (WITH_ERROR, Probed(stopped=DENIED, early=True), "error", f"before it, {DENIED.reason}"),
        (REFUSED, Probed(stopped=DENIED, reads=(TWO,)), None, ""),
        (REFUSED, Probed(table("n int"), 0, reads=(TWO,)), None, ""),
        (REFUSED, Probed(ONE, 1, reads=(TWO,)), "allowed", "it is allowed"),
        (REFUSED, Probed(stopped=DENIED, reads=(ONE,)), "values", "afterwards, values in n are wrong"),
        (
            REFUSED,
            Probed(stopped=LATE),
            "sqlstate",
            "it ends with division by zero (22012), and must end with SQLSTATE 42501",
        ),
    ],
)
def test_broken(wanted, given, rule, message):
    tables = {"p@d/0": TWO} if wanted else {"p@d": ONE, "p@d/0": TWO}
    assert broken(probe(**wanted), given, References(tables, {})) == (rule, message)


def test_evidence_says_what_was_tried_and_wanted():
    found = Found(probe(**REFUSED), "allowed", "it is allowed", 0.0125).evidence()
    assert found == {
        "name": "p",
        "verdict": "failed",
        "rule": "allowed",
        "shows": "it is tried",
        "message": "it is allowed",
        "role": "caller",
        "run": ["SELECT 1"],
        "traces": [],
        "wanted": "no row, or 42501",
        "ms": 12.5,
    }
    assert Found(probe(**WITH_ERROR), None, "").evidence()["wanted"] == "SQLSTATE 22023 or 23514"


def test_traces_count_where_all_else_is_right():
    expected = References({"p@d": ONE}, {})
    traced = Probed(ONE, 1, traced=("sale: 2", "b"))
    assert broken(probe(), traced, expected) == ("trace", "sale: 2; b")
    assert broken(probe(), Probed(TWO, 1, traced=("sale: 2",)), expected)[0] == "values"
