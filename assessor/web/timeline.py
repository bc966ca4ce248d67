"""What happened in an attempt, in words; runs and saves in a row are told once with their count."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from assessor.domain.events import Event, EventKind

_WORDS: dict[EventKind, str] = {
    EventKind.INVITED: "Invited",
    EventKind.OPENED: "Opened the invitation",
    EventKind.CONSENTED: "Agreed to the conditions",
    EventKind.STARTED: "Started; the clock runs",
    EventKind.RAN: "Ran SQL",
    EventKind.SAVED: "Saved a draft",
    EventKind.SUBMITTED: "Handed in an answer",
    EventKind.FINISHED: "Finished",
    EventKind.DEADLINE: "Time was over; the last drafts were handed in",
    EventKind.EXPIRED: "The invitation expired",
    EventKind.REVOKED: "The invitation was withdrawn",
    EventKind.GRADED: "Graded",
    EventKind.REGRADED: "Graded again",
    EventKind.SANDBOX_READY: "A PostgreSQL server was ready",
    EventKind.SANDBOX_FAILED: "A PostgreSQL server failed",
    EventKind.SANDBOX_DOWN: "A PostgreSQL server went away",
    EventKind.SANDBOX_REPAIRED: "A PostgreSQL server was repaired",
    EventKind.SANDBOX_RESET: "Started over with fresh data",
    EventKind.CREDITED: "Time was given back",
}


@dataclass(frozen=True)
class Entry:
    """One line of the timeline; `until` is set where it stands for several events."""

    kind: str
    words: str
    subject: str
    at: datetime
    until: datetime | None
    count: int


def entries(events: Iterable[Event]) -> list[Entry]:
    """The lines for events in their order."""
    groups = (list(group) for _, group in groupby(events, key=lambda event: (event.kind, _subject(event))))
    return [_entry(group) for group in groups]


def _entry(group: list[Event]) -> Entry:
    first, last = group[0], group[-1]
    until = last.at if len(group) > 1 else None
    # A kind without words must not take the whole scorecard down; a test finds it.
    return Entry(
        first.kind, _WORDS.get(first.kind, str(first.kind)), _subject(first), first.at, until, len(group)
    )


def _subject(event: Event) -> str:
    return str(event.data.get("slug") or event.data.get("challenge") or "")
