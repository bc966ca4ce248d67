"""Questions for the interview out of a pack's README."""

from __future__ import annotations

import pytest

from assessor.packs.debrief import debrief_questions
from assessor.packs.loader import find_packs, load_packs
from assessor.resources import resource


@pytest.mark.parametrize("head", ["**Debrief questions.**", "## Debrief questions", "**Debrief questions**"])
def test_a_list_below_its_heading(head):
    readme = (
        f"# x\n\n1. not this\n\n{head}\n\n1. Why\n   so?\n2. And `then`?\n\nSomething else.\n\n1. nor this\n"
    )
    assert debrief_questions(readme) == ("Why so?", "And `then`?")


def test_none_where_there_are_none():
    assert debrief_questions("# x\n\n**Debrief.** None needed.\n\n1. a\n") == ()
    assert debrief_questions("") == ()


def test_every_shipped_challenge_that_counts_has_some():
    packs, problems = load_packs(find_packs(resource("challenges")))
    assert not problems
    counting = [pack for pack in packs if not pack.spec.practice]
    assert {p.spec.slug: len(debrief_questions(p.files["README.md"])) > 1 for p in counting} == {
        p.spec.slug: True for p in counting
    }
