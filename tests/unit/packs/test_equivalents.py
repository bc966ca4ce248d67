"""Marks for mutants that are argued to be no mistakes."""

from __future__ import annotations

import tomllib

import pytest

from assessor.packs.equivalents import EQUIVALENT, mark_text, read_marks

GOOD = """
[[mutant]]
operator = "distinct"
change = "in booking, SELECT became SELECT DISTINCT"
reason = "Each refund has a payment of its own."
"""


def test_a_pack_may_have_no_marks():
    assert read_marks({}) == ([], [])
    assert read_marks({EQUIVALENT: ""}) == ([], [])


def test_marks_are_read():
    (mark,), problems = read_marks({EQUIVALENT: GOOD})
    assert problems == []
    assert mark.key == ("distinct", "in booking, SELECT became SELECT DISTINCT")
    assert mark.reason == "Each refund has a payment of its own."


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("Each refund has a payment of its own.", "", "equivalent.toml:5: mutant[1].reason: "),
        ("Each refund has a payment of its own.", "      so    ", "equivalent.toml:5: mutant[1].reason: "),
        ("operator", "operater", "equivalent.toml:3: mutant[1].operater: "),
        ('"distinct"', '"distinct', "equivalent.toml:3: not valid TOML"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(old, new, problem):
    marks, problems = read_marks({EQUIVALENT: GOOD.replace(old, new)})
    assert marks == []
    assert any(text.startswith(problem) for text in problems), problems


def test_a_mutant_is_marked_once():
    _, problems = read_marks({EQUIVALENT: GOOD + GOOD})
    assert problems == ["equivalent.toml:7: mutant[2]: this mutant is marked twice"]


@pytest.mark.parametrize("change", ["a became b", "a = 'x' became b", "a = \"B\" became 'c\\d'"])
def test_what_is_to_be_added_can_be_read_again(change):
    text = mark_text("column", change).replace('reason = ""', 'reason = "Long enough."')
    (entry,) = tomllib.loads(text)["mutant"]
    assert (entry["operator"], entry["change"]) == ("column", change)
