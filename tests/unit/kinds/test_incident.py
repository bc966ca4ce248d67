"""What an incident's checks make of a drill."""

from dataclasses import replace
from pathlib import Path

import pytest

from assessor.domain.outcomes import Verdict
from assessor.domain.runbook import parse_runbook
from assessor.grading.incident import Drilled, Found, Step
from assessor.kinds.incident_checks import IncidentChecks, timeline
from assessor.kinds.incident_plot import plot_of
from assessor.kinds.incident_rules import without_each
from assessor.packs.loader import Pack
from sandbox.cast import Plot

PACK = Pack.from_folder(Path(__file__).parents[3] / "challenges" / "orders-stand-still")
WELL = dict.fromkeys(("storefront", "checkout", "receipts"), "works")
ILL = WELL | {"checkout": "blocked"}
NAMES = {"11": "console", "12": "billing-run"}
GOOD = Drilled(
    ILL,
    (Step(1, "SELECT 1", "select 1", ILL), Step(2, "SELECT 2", "select 1", WELL)),
    WELL,
    {},
    (),
    WELL,
    dict.fromkeys(("orders-kept", "billing-kept", "deployed"), True),
)


def outcomes(drilled=GOOD, found=Found(("11",), names=NAMES), cause="idle-transaction"):  # noqa: B008 - is frozen
    answer = parse_runbook(f"-- cause: {cause}\n-- evidence\nSELECT 1\n-- runbook\nSELECT 1")
    return {each.check: each for each in IncidentChecks(PACK, answer, found, drilled).all()}


def failed(told):
    return {name for name, each in told.items() if each.verdict is Verdict.FAILED}


def test_all_is_well():
    assert failed(outcomes()) == set()
    assert sum(each.points for each in outcomes().values()) == 100


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        ({"after": ILL}, {"recovered", "pace", "lasting", "spared", "data"}),
        ({"again": ILL}, {"lasting"}),
        ({"lost": ("billing-run: the session was ended",)}, {"spared"}),
        ({"facts": {**GOOD.facts, "deployed": False}}, {"data"}),
        ({"steps": (Step(1, "SELECT 1", "", ILL),) * 8}, {"pace"}),
    ],
)
def test_what_went_wrong(change, wanted):
    assert failed(outcomes(replace(GOOD, **change))) == wanted


def test_each_statement_that_clients_wait_for_costs_a_part():
    slow = replace(GOOD, steps=(Step(1, "SELECT 1", "", ILL),) * 5)
    assert slow.steps_until(["checkout"]) == 5
    assert replace(slow, after=ILL).steps_until(["checkout"]) is None
    pace = outcomes(slow)["pace"]
    assert 0 < pace.points < pace.max_points


@pytest.mark.parametrize(
    ("values", "told"),
    [
        (("11", "12"), "finds all of it and more"),
        (("12",), "finds something else"),
        ((), "finds something else"),
    ],
)
def test_a_cause_counts_only_with_a_query_that_finds_it(values, told):
    cause = outcomes(found=Found(values, names=NAMES))["cause"]
    assert (cause.points, cause.verdict) == (0, Verdict.FAILED)
    assert told in cause.message


def test_the_evidence_names_sessions_instead_of_numbers():
    cause = outcomes(found=Found(("12", "11", "99", "orders"), names=NAMES))["cause"]
    assert cause.evidence["found"] == [
        "a number that is no session's of theirs",
        "billing-run",
        "console",
        "orders",
    ]


def test_a_query_counts_only_with_its_cause():
    assert outcomes(cause="deadlock")["cause"].message == "Another cause is named."
    assert "No cause is named" in outcomes(cause="ghosts")["cause"].message
    assert "no rows" in outcomes(found=Found(problem="it gives no rows", names=NAMES))["cause"].message


def test_the_timeline_tells_every_statement():
    told = timeline(GOOD)
    assert [step["clients"]["checkout"] for step in told["steps"]] == ["blocked", "works"]


def test_a_plot_survives_json():
    plot = plot_of(PACK.spec)
    assert Plot.from_json(plot.to_json()) == plot
    assert plot.roles == ("billing", "analyst", "deploy", "shop")


def test_the_reference_without_each_statement():
    text = "-- cause: x\n-- evidence\nSELECT 0\n-- runbook\nSELECT 1;\nSELECT 2"
    assert [what for what, _ in without_each(text)] == ["statement 1: SELECT 1;", "statement 2: SELECT 2"]
    assert [parse_runbook(each).runbook for _, each in without_each(text)] == ["SELECT 2", "SELECT 1;"]
