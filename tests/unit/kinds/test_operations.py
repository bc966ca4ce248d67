"""A runbook is judged by what is found afterwards, and shown as it ran."""

from __future__ import annotations

from pathlib import Path

import pytest

from assessor.domain.outcomes import Verdict
from assessor.grading.fleet import Step, Tried
from assessor.kinds.operations import drill_of
from assessor.kinds.operations_checks import OperationsChecks
from assessor.kinds.operations_rules import without_each
from assessor.packs.loader import Pack
from assessor.packs.templates import lab_template, sandbox_template

PURGED = Path(__file__).parents[3] / "challenges" / "customers-purged"
STEP = Step("spare", "pg_ctl start", "exit 0", "started", 1.26, 4)
EVENT = Step("primary", "psql", "exit 1", "", 0.1)


@pytest.fixture(scope="module")
def pack():
    return Pack.from_folder(PURGED)


def outcomes(pack, **wrong):
    names = [finding.name for finding in pack.spec.operations.finding]
    answers = {name: (name not in wrong, wrong.get(name, "t")) for name in names}
    return {each.check: each for each in OperationsChecks(pack, Tried((STEP,), (EVENT,), answers)).all()}


def test_everything_found(pack):
    found = outcomes(pack)
    assert {each.verdict for each in found.values()} == {Verdict.PASSED}
    assert sum(each.points for each in found.values()) == 100
    shown = found["moment"].evidence["runbook"]
    assert shown["seconds"] == 1.3
    assert shown["steps"][0]["line"] == 4
    assert shown["events"][0]["shows"] == "a customer who was away orders"
    assert all("runbook" not in found[name].evidence for name in ("back", "kept", "erased"))


def test_what_is_wrong_is_said_and_what_requires_it_does_not_count(pack):
    found = outcomes(pack, orders="f", erased="f")
    assert found["moment"].verdict is Verdict.PASSED
    assert (
        found["back"].message == "Afterwards an order of a purged customer is not back, or is not as it was."
    )
    assert found["back"].points == found["kept"].points == 0
    assert "Counts only when" in found["erased"].message
    assert [each["said"] for each in found["back"].evidence["findings"]] == ["true", "false", "true"]


def test_a_drill_asks_what_the_pack_asks(pack):
    drill = drill_of(pack.spec, "true")
    assert [node for node, _ in drill.events] == ["primary"]
    assert {question.node for question in drill.questions} == {"primary", "spare"}
    assert not any(question.refused for question in drill.questions)


def test_the_candidates_fleet_and_the_graded_one_have_other_data_and_the_same_story(pack):
    mine, graded = sandbox_template(pack), lab_template(pack)
    assert mine.fleet.nodes == graded.fleet.nodes == ("primary", "spare")
    assert mine.fleet.story == graded.fleet.story
    assert mine.fleet.database == mine.databases[0].name
    assert graded.fleet.database == graded.databases[0].name
    assert mine.key != graded.key


def test_a_runbook_without_each_of_its_paragraphs():
    text = "-- on a\n# why\nfirst\nsecond\n\n# nothing\n\nthird\n-- on b\nfourth\n"
    parts = without_each(text)
    assert [what for what, _ in parts] == ["a: first", "a: third", "b: fourth"]
    assert "third" not in parts[1][1]
    assert "fourth" in parts[1][1]
    assert all("-- on b" in left for _, left in parts)
