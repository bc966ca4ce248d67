"""Plans as rows."""

import pytest

from assessor.web import plans
from tests.unit.web import fakes


def test_parents_come_before_children_with_their_levels():
    rows = plans.rows(fakes.plan())
    assert [(row.level, row.title) for row in rows] == [(1, "Hashed Aggregate"), (2, "Seq Scan on invoice")]
    assert rows[1].buffers == 912
    assert rows[0].detail == "Group Key: a, b"


@pytest.mark.parametrize(
    "wrap", [lambda plan: plan, lambda plan: {"Plan": plan}, lambda plan: [{"Plan": plan}]]
)
def test_every_wrapping_of_explain_is_understood(wrap):
    assert len(plans.rows(wrap(fakes.plan()))) == 2


@pytest.mark.parametrize("nothing", [None, [], {}, "x", [1], {"Plan": "x"}])
def test_what_is_no_plan_gives_no_rows(nothing):
    assert plans.rows(nothing) == []


def test_what_stands_out_is_said_in_words():
    assert plans.rows(fakes.plan())[1].remark == "500 times more rows than estimated"
    assert plans.rows(fakes.plan())[0].remark == ""
    never = {"Node Type": "Result", "Plan Rows": 1, "Actual Rows": 0, "Actual Loops": 0}
    assert plans.rows(never)[0].remark == "never executed"


def test_a_plan_that_was_not_analysed_has_no_actual_numbers():
    row = plans.rows({"Node Type": "Result", "Plan Rows": 1})[0]
    assert (row.actual, row.loops, row.buffers, row.milliseconds, row.remark) == (None, None, None, None, "")


def test_times_of_the_document():
    assert plans.facts([{"Plan": {}, "Planning Time": 1, "Execution Time": 2.5}]) == [
        ("Planning", 1),
        ("Execution", 2.5),
    ]
