"""Events in words."""

from datetime import timedelta

from assessor.domain.events import Event, EventKind
from assessor.web.timeline import entries
from tests.unit.web.fakes import NOW


def test_runs_in_a_row_are_told_once():
    events = [Event(EventKind.RAN, NOW + timedelta(minutes=n), {"slug": "a"}) for n in range(3)]
    events.append(Event(EventKind.RAN, NOW + timedelta(minutes=9), {"slug": "b"}))
    first, second = entries(events)
    assert (first.count, first.subject, first.until) == (3, "a", NOW + timedelta(minutes=2))
    assert (second.count, second.subject, second.until) == (1, "b", None)


def test_every_kind_has_words():
    for kind in EventKind:
        assert entries([Event(kind, NOW)])[0].words[0].isupper(), kind


def test_what_went_wrong_with_a_server_can_be_checked():
    down = {"slug": "a", "mishap": "memory"}
    events = [
        Event(EventKind.SANDBOX_DOWN, NOW, down),
        Event(EventKind.SANDBOX_REPAIRED, NOW, {**down, "rebuilt": True, "seconds": 7.2}),
        Event(EventKind.CREDITED, NOW, {"seconds": 8}),
        Event(EventKind.CREDITED, NOW, {"seconds": 4}),
    ]
    assert [entry.words for entry in entries(events)] == [
        "A PostgreSQL server went away (its memory limit)",
        "A PostgreSQL server was repaired (its memory limit, rebuilt from the start data) after 7.2 s",
        "Time was given back: 12 s",
    ]


def test_who_changed_the_time_and_why_is_told_one_by_one():
    minutes = [Event(EventKind.EXTENDED, NOW + timedelta(minutes=n),
                     {"seconds": 300, "by": "Morgan", "reason": f"reason {n}"}) for n in range(2)]  # fmt: skip
    events = [*minutes, Event(EventKind.RESUMED, NOW, {"seconds": 61.5})]
    assert [entry.words for entry in entries(events)] == [
        "Time was added: 5 minutes, by Morgan, because: reason 0",
        "Time was added: 5 minutes, by Morgan, because: reason 1",
        "Ended the break after 61.5 s",
    ]
