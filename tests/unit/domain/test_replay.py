"""A sitting told again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from assessor.domain.answers import Run
from assessor.domain.events import Event, EventKind
from assessor.domain.replay import Revision, applied, change, told

START = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
ONE, TWO, PRACTICE = UUID(int=1), UUID(int=2), UUID(int=3)
SLUGS = {ONE: "one", TWO: "two"}


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def saves(challenge: UUID, *texts: tuple[float, str]) -> list[Revision]:
    found, before = [], ""
    for seconds, text in texts:
        new = change(before, text)
        found.append(Revision(challenge, len(new.before), len(new.after), new.new, at(seconds)))
        before = text
    return found


@given(st.text("ab\n", max_size=12), st.text("ab\n", max_size=12))
def test_a_change_makes_the_new_text_of_the_old_one(old, new):
    found = change(old, new)
    assert found.text == new
    kept = Revision(ONE, len(found.before), len(found.after), found.new, START)
    assert applied(old, kept) == new
    assert found.removed == len(old) - len(found.before) - len(found.after) >= 0


def test_saves_in_a_row_are_one_edit_and_later_ones_another():
    moments = told(START, SLUGS, saves(ONE, (1, "s"), (3, "se"), (5, "select"), (60, "select 1")), [], [])
    assert [(m.since, m.change.text, m.change.new) for m in moments] == [
        (5, "select", "select"),
        (60, "select 1", " 1"),
    ]
    assert moments[1].pause == 55


def test_everything_in_its_order_and_what_does_not_count_left_out():
    runs = [
        Run(ONE, "selec", at(20), 1.0, "error", "syntax error"),
        Run(PRACTICE, "select", at(21), 1.0, "ok", ""),
    ]
    events = [
        Event(EventKind.STARTED, START),
        Event(EventKind.PASTED, at(10), {"slug": "two"}),
        Event(EventKind.SAVED, at(11), {"slug": "two"}),
        Event(EventKind.RAN, at(20), {"slug": "one"}),
        Event(EventKind.AWAY, at(30), {"slug": "warm-up"}),
        Event(EventKind.SUBMITTED, at(40), {"slug": "one"}),
        Event(EventKind.GRADED, at(90)),
    ]
    moments = told(START, SLUGS, [*saves(ONE, (15, "selec")), *saves(TWO, (9, "x"))], runs, events)
    assert [(m.kind, m.slug) for m in moments] == [
        ("started", ""), ("edit", "two"), ("pasted", "two"), ("edit", "one"), ("error", "one"), ("submitted", "one"),
    ]  # fmt: skip
