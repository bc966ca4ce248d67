"""What happened in an attempt, in words; runs and saves in a row are told once with their count."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from assessor.domain.events import Event, EventKind
from assessor.domain.sandboxes import Mishap

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
    EventKind.EXTENDED: "Time was added",
    EventKind.ACCOMMODATED: "Extra time and breaks were set",
    EventKind.ASKED: "Asked for an accommodation",
    EventKind.CONTESTED: "Contested the result",
    EventKind.PASTED: "Pasted into the editor",
    EventKind.AWAY: "Was away from the page",
    EventKind.BEGAN: "Began a challenge with a time of its own",
    EventKind.BREAK: "Took a break; the clock stands still",
    EventKind.RESUMED: "Ended the break",
}

_WHY: dict[str, str] = {
    Mishap.MEMORY: "its memory limit",
    Mishap.SESSION: "a statement took its memory or crashed it",
    Mishap.DISK: "its disk was full",
    Mishap.CRASH: "it was interrupted",
    Mishap.ENGINE: "its machine was restarted",
    Mishap.LOST: "it was lost",
    Mishap.SLEEP: "it was slow to wake up",
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
    groups = (list(group) for _, group in groupby(events, key=_alike))
    return [_entry(group) for group in groups]


def _alike(event: Event) -> tuple[object, ...]:
    return event.kind, _subject(event), _origin(event), event.at if event.kind in _ONE_BY_ONE else None


def _entry(group: list[Event]) -> Entry:
    first, last = group[0], group[-1]
    until = last.at if len(group) > 1 else None
    # A kind without words must not take the whole scorecard down; a test finds it.
    words = _WORDS.get(first.kind, str(first.kind)) + _detail(group)
    return Entry(first.kind, words, _subject(first), first.at, until, len(group))


def _detail(group: list[Event]) -> str:
    """Seconds and reasons, which a reader of the scorecard must be able to check."""
    kind, seconds = group[0].kind, sum(_seconds(event) for event in group)
    if kind in _TOLD:
        return _TOLD[kind](group[0], seconds)
    if kind is EventKind.PASTED:
        return _paste(group)
    if kind not in (EventKind.SANDBOX_DOWN, EventKind.SANDBOX_REPAIRED):
        return ""
    why = ", ".join(sorted({_WHY.get(str(event.data.get("mishap")), "unknown") for event in group}))
    if kind is EventKind.SANDBOX_DOWN:
        return f" ({why})"
    rebuilt = ", rebuilt from the start data" if any(event.data.get("rebuilt") for event in group) else ""
    return f" ({why}{rebuilt}) after {seconds:g} s"


def _extension(event: Event, seconds: float) -> str:
    return (
        f": {seconds / 60:g} minutes, by {event.data.get('by', '')}, because: {event.data.get('reason', '')}"
    )


def _accommodation(event: Event, _: float) -> str:
    said = (event.data.get("percent", 0), event.data.get("minutes", 0), event.data.get("by", ""))
    return ": {} % extra time, {} minutes of breaks, by {}".format(*said)


def _paste(group: list[Event]) -> str:
    characters = sum(int(str(event.data.get("characters", 0))) for event in group)
    return f": {characters} characters, copied {_origin(group[0])}"


def _origin(event: Event) -> str:
    return "on these pages" if event.data.get("inside") else "outside"


_TOLD: dict[EventKind, Callable[[Event, float], str]] = {
    EventKind.CREDITED: lambda _, seconds: f": {seconds:g} s",
    EventKind.EXTENDED: _extension,
    EventKind.ACCOMMODATED: _accommodation,
    EventKind.RESUMED: lambda _, seconds: f" after {seconds:g} s",
    EventKind.AWAY: lambda _, seconds: f" for {seconds:g} s",
}
_ONE_BY_ONE = frozenset({EventKind.EXTENDED, EventKind.ACCOMMODATED, EventKind.RESUMED})
"""Each has its own words."""


def _seconds(event: Event) -> float:
    value = event.data.get("seconds")
    return float(value) if isinstance(value, int | float) else 0.0


def _subject(event: Event) -> str:
    return str(event.data.get("slug") or event.data.get("challenge") or "")
