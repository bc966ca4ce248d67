"""Grading a query without a server: points, requirements, evidence, what needs no lab."""

from __future__ import annotations

import json

import pytest

from assessor.domain.outcomes import Verdict
from assessor.errors import GradingFault
from assessor.grading.measure import Measured
from assessor.grading.reference import MemoryReferenceCache, References
from assessor.grading.session import Ended, Stopped
from assessor.grading.work import Work
from assessor.kinds import GRADER_VERSION, could_not_grade, grade, kind_of
from assessor.kinds.query_checks import grade_checks
from assessor.packs.loader import Pack
from sandbox.errors import StartFailed
from sandbox.provider import silent
from tests.unit.grading.tables import table
from tests.unit.packs.conftest import TINY

COLUMNS = "item_id int, on_hand numeric, mean_change numeric, last_day date"
RIGHT = table(COLUMNS, (1, "5.00", "2.5", 10), (2, "5.00", None, None), (3, "1.00", "1.0", 3))
TIES_SWAPPED = table(COLUMNS, (2, "5", None, None), (1, "5", "2.5", 10), (3, "1", "1.0", 3))
UNSORTED = table(COLUMNS, (3, "1", "1.0", 3), (2, "5", None, None), (1, "5", "2.5", 10))
SHORT = table(COLUMNS, (1, "5.00", "2.5", 10))


def work(total):
    return Work(total, 0, 0, {"Node Type": "Result", "Total": total})


EXPECTED = References(
    {"visible": RIGHT, "ties": RIGHT, "unmoved": RIGHT, "large": RIGHT},
    {"reference/large": work(1_000), "submissions/partial/per_item.sql/large": work(110_000)},
    {"reference/large": 0.5},
    {"large": 120_000},
)


class Lab:
    """What an answer gives in each database; a list is what it gives in one run after the other."""

    def __init__(self, tables=None, measured=None):
        self.tables = {"d1": RIGHT, "d2": RIGHT, "d3": RIGHT} | (tables or {})
        self.measured = measured or Measured(RIGHT, work(1_000))
        self.fetched = []

    def fetch(self, database, text):
        self.fetched.append(database)
        return self._give(self.tables[database])

    def measure(self, database, text):
        return self._give(self.measured)

    @staticmethod
    def _give(what):
        now = what.pop(0) if isinstance(what, list) else what
        if isinstance(now, Exception):
            raise now
        return now


class Broken:
    """A provider that starts nothing."""

    name = "broken"

    def start(self, spec):
        raise StartFailed("no memory left")


@pytest.fixture(scope="module")
def tiny():
    return Pack.from_folder(TINY)


def outcomes(tiny, lab):
    return grade_checks(tiny, "SELECT 1", lab, EXPECTED, silent)


def verdicts(tiny, lab):
    return {outcome.check: (outcome.verdict.value, outcome.points) for outcome in outcomes(tiny, lab)}


def test_all_right(tiny):
    assert verdicts(tiny, Lab({"d2": TIES_SWAPPED})) == {
        "right": ("passed", 50),
        "unmoved": ("passed", 25),
        "work": ("passed", 25),
    }


def test_a_check_that_is_required_must_have_passed(tiny):
    lab = Lab({"d2": UNSORTED})
    right, unmoved, measured = outcomes(tiny, lab)
    assert (
        right.message
        == "Fails when two items have equally much stock: the rows are right, but not in the order asked for."
    )
    assert unmoved.message == measured.message == 'Counts only when "Stock is right" has passed.'
    assert {outcome.points for outcome in (right, unmoved, measured)} == {0.0}
    assert lab.fetched == ["d1", "d1", "d2", "d2"], "what cannot count is not run"


def test_a_check_that_nobody_requires_costs_only_itself(tiny):
    assert verdicts(tiny, Lab({"d3": SHORT}))["unmoved"] == ("failed", 0)
    assert verdicts(tiny, Lab({"d3": SHORT}))["work"] == ("passed", 25)


@pytest.mark.parametrize(
    ("total", "points", "verdict"),
    [
        (10, 25, "passed"),
        (1_000, 25, "passed"),
        (11_000, 12.5, "failed"),
        (110_000, 0, "failed"),
        (10**9, 0, "failed"),
    ],
)
def test_work_is_scored_by_degree(tiny, total, points, verdict):
    assert verdicts(tiny, Lab(measured=Measured(RIGHT, work(total))))["work"] == (verdict, points)


def test_evidence_opens_every_number(tiny):
    right, _, measured = outcomes(tiny, Lab({"d2": UNSORTED, "d3": SHORT}))
    assert [(one["name"], one["verdict"], one["rule"]) for one in right.evidence["datasets"]] == [
        ("visible", "passed", None),
        ("ties", "failed", "order"),
    ]
    assert measured.evidence == {}
    _, _, measured = outcomes(tiny, Lab(measured=Measured(RIGHT, work(2_000))))
    assert measured.evidence["work"] == {"submission": 2_000, "reference": 1_000, "slow": 110_000}
    assert measured.evidence["ratio"] == 2.0
    assert measured.evidence["plan"]["Total"] == 2_000
    assert measured.evidence["reference_plan"]["Total"] == 1_000


def test_evidence_is_json(tiny):
    for lab in (Lab(), Lab({"d2": SHORT}), Lab(measured=Stopped(Ended.TIMED_OUT, "late"))):
        for outcome in outcomes(tiny, lab):
            json.dumps(outcome.evidence)


def test_an_error_names_its_condition_and_nothing_else(tiny):
    stopped = Stopped(Ended.ERROR, "PostgreSQL stopped it: division by zero (22012)", "22012")
    right, *_ = outcomes(tiny, Lab({"d2": stopped}))
    assert right.message == (
        "Fails when two items have equally much stock: PostgreSQL stopped it: division by zero (22012)."
    )
    assert right.evidence["datasets"][1]["rule"] == "error"


@pytest.mark.parametrize("ended", [Ended.TIMED_OUT, Ended.MEMORY, Ended.LOST])
def test_after_harm_the_check_waits_for_nothing_more(tiny, ended):
    lab = Lab({"d1": Stopped(ended, "stopped after 10 s")})
    right, *_ = outcomes(tiny, lab)
    assert right.message == "Fails on the data in your database: stopped after 10 s."
    assert lab.fetched == ["d1"]


def test_work_that_cannot_be_measured_earns_nothing(tiny):
    *_, measured = outcomes(tiny, Lab(measured=Stopped(Ended.TIMED_OUT, "stopped after 10 s")))
    assert measured.verdict is Verdict.FAILED
    assert measured.message == "Fails on a large amount of data: stopped after 10 s."
    assert measured.evidence["stopped"] == "timed-out"
    assert measured.evidence["work"]["submission"] is None


def test_a_result_by_luck_is_called_nondeterministic(tiny):
    right, *_ = outcomes(tiny, Lab({"d2": [RIGHT, SHORT]}))
    assert right.message == (
        "Fails when two items have equally much stock: nondeterministic: it ran twice on the same data and gave"
        " different rows."
    )
    assert right.evidence["datasets"][1]["rule"] == "nondeterministic"


@pytest.mark.parametrize("table", [SHORT, UNSORTED])
def test_the_work_of_a_wrong_result_earns_nothing(tiny, table):
    *_, measured = outcomes(tiny, Lab(measured=Measured(table, work(1))))
    assert (measured.verdict, measured.points) == (Verdict.FAILED, 0.0)
    assert measured.message.startswith("Fails on a large amount of data: ")
    assert measured.message.endswith("Work counts only when the result is right.")


@pytest.mark.parametrize("totals", [(1_000, 110_000), (110_000, 1_000)])
def test_the_dearer_of_two_runs_counts(tiny, totals):
    *_, measured = outcomes(tiny, Lab(measured=[Measured(RIGHT, work(total)) for total in totals]))
    assert measured.points == 0.0
    assert measured.evidence["work"]["submission"] == 110_000


@pytest.mark.parametrize("text", ["", "  \n", "-- SELECT 1", "/* nothing */ ;"])
def test_an_empty_answer_fails_without_a_lab(tiny, text):
    result = grade(tiny, text, Broken(), MemoryReferenceCache(), "test")
    assert (result.verdict, result.score) == (Verdict.FAILED, 0.0)
    assert {outcome.message for outcome in result.outcomes} == {"The answer is empty."}
    assert result.provenance.pack_hash == tiny.hash
    assert result.provenance.grader_version == GRADER_VERSION


def test_a_lab_that_does_not_start_is_our_fault(tiny):
    with pytest.raises(GradingFault, match="no memory left"):
        grade(tiny, "SELECT 1", Broken(), MemoryReferenceCache(), "test")


def test_what_could_not_be_graded_has_neither_passed_nor_failed(tiny):
    result = could_not_grade(tiny, Broken(), "no memory left")
    assert result.verdict is Verdict.COULD_NOT_GRADE
    assert {outcome.verdict for outcome in result.outcomes} == {Verdict.COULD_NOT_GRADE}
    assert [outcome.max_points for outcome in result.outcomes] == [50, 25, 25]


def test_the_kind_of_a_pack(tiny):
    assert kind_of(tiny).name == "query"
