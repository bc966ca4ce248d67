"""What work at several scales is worth."""

from __future__ import annotations

import pytest

from assessor.domain.outcomes import Verdict
from assessor.grading.work import Work
from assessor.kinds.query_work import WALL_RATIO, Scale, counted, evidence, scored
from assessor.packs.spec import WorkCheck


def work(total):
    return Work(total, 0, 0, {"Total": total})


def scale(rows, submission, reference, slow, seconds=0.1):
    return Scale(f"d{rows}", rows, work(reference), work(slow), 0.2, submission and work(submission), seconds)


CHECK = WorkCheck(
    type="work",
    id="work",
    title="Little work",
    competencies=["D3"],
    datasets=["tenth", "large"],
    points=100,
    slow="submissions/partial/slow.sql",
)


def outcome(*submission, references=(1_000, 10_000), slow=(20_000, 1_100_000)):
    rows = (10_000, 100_000)
    return scored(CHECK, [scale(*each) for each in zip(rows, submission, references, slow, strict=True)])


def test_as_little_as_the_reference():
    found = outcome(1_000, 10_000)
    assert (found.verdict, found.points) == (Verdict.PASSED, 100)
    assert found.message.endswith("buffers and rows). It grows in proportion to the data.")
    assert found.evidence["growth"] == {"submission": 1.0, "reference": 1.0, "slow": 1.74}


def test_the_largest_data_decides():
    assert outcome(19_000, 11_000).points == 100, "on little data a good answer may get the plan of a bad one"
    assert outcome(1_000, 110_000).points < outcome(11_000, 110_000).points == 50


def test_growth_that_is_worse_than_the_references_counts():
    found = outcome(150, 15_000)
    assert found.evidence["counted"] == round(15_000 * 10**0.75)
    assert found.message.endswith(
        "It grows with the square of the data, the reference grows in proportion to the data."
        " For its growth it counts as 8.4 times the reference."
    )
    assert found.verdict is Verdict.FAILED
    assert outcome(1_500, 15_000).verdict is Verdict.PASSED


def test_better_than_the_reference_is_shown_as_such():
    found = outcome(500, 5_000)
    assert "less than the reference, by a factor of 2.0" in found.message
    assert found.evidence["less_than_reference"] is True
    assert outcome(1_000, 9_500).evidence["less_than_reference"] is False


def test_a_linear_answer_is_not_punished_for_a_reference_whose_plan_changed():
    found = outcome(1_000, 10_500, references=(9_000, 10_000))
    assert (found.points, found.evidence["counted"]) == (100, 10_500)


def test_evidence_of_every_scale():
    found = outcome(2_000, 20_000).evidence
    assert found["work"] == {"submission": 20_000, "reference": 10_000, "slow": 1_100_000}
    assert (found["ratio"], found["plan"], found["reference_plan"]) == (
        2.0,
        {"Total": 20_000},
        {"Total": 10_000},
    )
    assert found["scales"] == [
        {
            "dataset": "d10000",
            "rows": 10_000,
            "work": {"submission": 2_000, "reference": 1_000, "slow": 20_000},
        },
        {
            "dataset": "d100000",
            "rows": 100_000,
            "work": {"submission": 20_000, "reference": 10_000, "slow": 1_100_000},
        },
    ]


def test_what_was_not_measured_has_no_growth():
    scales = [scale(10_000, 1_000, 1_000, 20_000), scale(100_000, None, 10_000, 1_100_000)]
    found = evidence(scales)
    assert found["growth"] == {"submission": None, "reference": 1.0, "slow": 1.74}
    assert found["work"]["submission"] is found["ratio"] is found["plan"] is found["counted"] is None
    assert found["scales"][0]["work"]["submission"] == 1_000


def test_one_scale_has_no_growth():
    one = [scale(100_000, 20_000, 10_000, 1_100_000)]
    assert counted(one) == 20_000
    assert scored(CHECK, one).message.endswith("buffers and rows).")


@pytest.mark.parametrize(("seconds", "flag"), [(0.2 * WALL_RATIO, WALL_RATIO), (3.9, None)])
def test_wall_time_is_told_when_absurd_and_never_scored(seconds, flag):
    found = scored(CHECK, [scale(100_000, 10_000, 10_000, 1_100_000, seconds=seconds)])
    assert found.evidence.get("wall_ratio") == flag
    assert found.points == 100
