"""Groups are compared, and nobody is shown alone."""

from __future__ import annotations

from uuid import uuid4

import pytest

from assessor.domain.deciding import Step
from assessor.domain.voluntary import (
    MAX_OPTION,
    MAX_TITLE,
    Basis,
    Outcome,
    Question,
    compare,
    require_choices,
    require_question,
    selected,
)
from assessor.errors import InvalidInput

HAND = Question(uuid4(), "Which hand?", ("Left", "Right", "Both"))


def test_groups_are_held_against_the_highest():
    answers = [("Left", True)] * 9 + [("Left", False)] + [("Right", True)] * 3 + [("Right", False)] * 7
    found = compare(HAND, [*answers, ("Both", True)])
    assert found.highest is not None
    assert (found.highest.group, found.highest.count, found.highest.passed) == ("Left", 10, 9)
    (right,) = found.others
    assert (right.selection.group, round(right.ratio, 3), round(right.p, 4)) == ("Right", 0.333, 0.0198)
    assert right.flagged
    assert found.few == ("Both",)


def test_one_large_group_is_compared_with_nobody():
    found = compare(HAND, [("Left", True)] * 20 + [("Right", False)] * 4)
    assert (found.highest, found.others, found.few) == (None, (), ("Right", "Both"))


@pytest.mark.parametrize(
    ("outcome", "basis", "mark", "expected"),
    [
        (Outcome(60.0, None), Basis.PASSED, 60, True),
        (Outcome(59.9, Step.ACCEPTED), Basis.PASSED, 60, False),
        (Outcome(None, None), Basis.PASSED, 60, False),
        (Outcome(99.0, None), Basis.PASSED, None, False),
        (Outcome(10.0, Step.ACCEPTED), Basis.CHOSEN, 60, True),
        (Outcome(10.0, Step.SHORTLISTED), Basis.CHOSEN, None, True),
        (Outcome(99.0, Step.REOPENED), Basis.CHOSEN, 60, False),
        (Outcome(99.0, None), Basis.CHOSEN, 60, False),
    ],
)
def test_who_is_selected(outcome, basis, mark, expected):
    assert selected(outcome, basis, mark) is expected


def test_a_question_is_kept_in_order_and_once():
    assert require_question("  Which hand? ", ["Left", " Right ", "", "Left"]) == (
        "Which hand?",
        ("Left", "Right"),
    )


@pytest.mark.parametrize(
    ("title", "options", "told"),
    [
        (" ", ["a", "b"], "Write a question"),
        ("x" * (MAX_TITLE + 1), ["a", "b"], "Write a question"),
        ("Which?", ["a", "a "], "different answers"),
        ("Which?", [str(n) for n in range(21)], "different answers"),
        ("Which?", ["a", "b" * (MAX_OPTION + 1)], "at most 100 characters"),
    ],
)
def test_what_is_no_question_is_told(title, options, told):
    with pytest.raises(InvalidInput, match=told):
        require_question(title, options)


def test_only_what_was_asked_is_kept():
    assert require_choices([HAND], {HAND.id: "Left", uuid4(): ""}) == {HAND.id: "Left"}
    for wrong in ({HAND.id: "Foot"}, {uuid4(): "Left"}):
        with pytest.raises(InvalidInput):
            require_choices([HAND], wrong)
