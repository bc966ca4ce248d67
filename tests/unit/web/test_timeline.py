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
