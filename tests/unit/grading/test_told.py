"""Plans as the server tells them: one is the statement's own, of the others the rows count."""

import json

import pytest

from assessor.grading.told import DEEPEST, Told


def told(rows, depth=1):
    plan = {"Actual Rows": rows, "Actual Loops": 1}
    for _ in range(depth - 1):
        plan = {"Plans": [plan]}
    return json.dumps({"Query Text": "SELECT 1", "Plan": plan}).encode()


def test_the_first_plan_at_the_end_is_the_statements_own():
    run = Told()
    run.add(told(3))
    run.ending = True
    for rows in (10, 4):
        run.add(told(rows))
    assert run.plan == {"Actual Rows": 10, "Actual Loops": 1}
    assert (run.inside, run.unreadable) == (7.0, False)


@pytest.mark.parametrize("text", [told(1, DEEPEST + 1), told(1, 300) * 2, b"{", b"\xff", b"[" * 99_999])
def test_what_cannot_be_read_is_said(text):
    run = Told(ending=True)
    run.add(text)
    assert run.unreadable


def test_a_deep_plan_can_be_read():
    run = Told(ending=True)
    run.add(told(1, DEEPEST))
    assert not run.unreadable
