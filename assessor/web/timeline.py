"""What happened in an attempt, in words; runs and saves in a row are told once with their count."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from flask_babel import LazyString, gettext, ngettext
from flask_babel import lazy_gettext as _

from assessor.domain.concern import Decision
from assessor.domain.events import Event, EventKind
from assessor.domain.sandboxes import Mishap
from assessor.web.format import number

_WORDS: dict[EventKind, LazyString] = {
    EventKind.INVITED: _("Invited"),
    EventKind.OPENED: _("Opened the invitation"),
    EventKind.CONSENTED: _("Agreed to the conditions"),
    EventKind.STARTED: _("Started; the clock runs"),
    EventKind.RAN: _("Ran SQL"),
    EventKind.SAVED: _("Saved a draft"),
    EventKind.SUBMITTED: _("Handed in an answer"),
    EventKind.FINISHED: _("Finished"),
    EventKind.DEADLINE: _("Time was over; the last drafts were handed in"),
    EventKind.EXPIRED: _("The invitation expired"),
    EventKind.REVOKED: _("The invitation was withdrawn"),
    EventKind.GRADED: _("Graded"),
    EventKind.REGRADED: _("Graded again"),
    EventKind.SANDBOX_READY: _("A PostgreSQL server was ready"),
    EventKind.SANDBOX_FAILED: _("A PostgreSQL server failed"),
    EventKind.SANDBOX_DOWN: _("A PostgreSQL server went away"),
    EventKind.SANDBOX_REPAIRED: _("A PostgreSQL server was repaired"),
    EventKind.SANDBOX_RESET: _("Started over with fresh data"),
    EventKind.CREDITED: _("Time was given back"),
    EventKind.EXTENDED: _("Time was added"),
    EventKind.ACCOMMODATED: _("Extra time and breaks were set"),
    EventKind.RELINKED: _("Another link was made; the one before stopped working"),
    EventKind.POSTPONED: _("The link works longer"),
    EventKind.ASKED: _("Asked for an accommodation"),
    EventKind.CONTESTED: _("Contested the result"),
    EventKind.REQUEST_ANSWERED: _("The request was answered"),
    EventKind.CONTEST_DECIDED: _("The contest was decided"),
    EventKind.PASTED: _("Pasted into the editor"),
    EventKind.AWAY: _("Was away from the page"),
    EventKind.BEGAN: _("Began a challenge with a time of its own"),
    EventKind.LEFT: _("Left a challenge for good"),
    EventKind.BREAK: _("Took a break; the clock stands still"),
    EventKind.RESUMED: _("Ended the break"),
}

_WHY: dict[str, LazyString] = {
    Mishap.MEMORY: _("its memory limit"),
    Mishap.SESSION: _("a statement took its memory or crashed it"),
    Mishap.DISK: _("its disk was full"),
    Mishap.CRASH: _("it was interrupted"),
    Mishap.ENGINE: _("its machine was restarted"),
    Mishap.LOST: _("it was lost"),
    Mishap.SLEEP: _("it was slow to wake up"),
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
    said = str(_WORDS.get(first.kind, first.kind))
    return Entry(first.kind, _in_full(said, group), _subject(first), first.at, until, len(group))


def _in_full(said: str, group: list[Event]) -> str:
    """With seconds and reasons, which a reader of the scorecard must be able to check."""
    kind, seconds = group[0].kind, sum(_seconds(event) for event in group)
    if kind in _TOLD:
        return _TOLD[kind](said, group[0], number(seconds))
    if kind is EventKind.EXTENDED:
        return _extension(said, group[0], number(seconds / 60))
    if kind is EventKind.PASTED:
        return _paste(said, group)
    if kind not in (EventKind.SANDBOX_DOWN, EventKind.SANDBOX_REPAIRED):
        return said
    unknown = _("unknown")
    why = ", ".join(sorted({str(_WHY.get(str(event.data.get("mishap")), unknown)) for event in group}))
    if any(event.data.get("rebuilt") for event in group):
        why = gettext("%(why)s, rebuilt from the start data", why=why)
    said = gettext("%(what)s (%(why)s)", what=said, why=why)
    return said if kind is EventKind.SANDBOX_DOWN else _after(said, group[0], number(seconds))


def _extension(said: str, event: Event, minutes: str) -> str:
    return gettext(
        "%(what)s: %(minutes)s minutes, by %(by)s, because: %(reason)s",
        what=said,
        minutes=minutes,
        by=event.data.get("by", ""),
        reason=event.data.get("reason", ""),
    )


def _accommodation(said: str, event: Event, _seconds: str) -> str:
    return gettext(
        "%(what)s: %(percent)s %% extra time, %(minutes)s minutes of breaks, by %(by)s",
        what=said,
        percent=event.data.get("percent", 0),
        minutes=event.data.get("minutes", 0),
        by=event.data.get("by", ""),
    )


_DECISIONS: dict[str, LazyString] = {
    Decision.GRANTED: _("granted"),
    Decision.DECLINED: _("declined"),
    Decision.CHANGED: _("the candidate is right"),
    Decision.STANDS: _("the result stands"),
}


def _decided(said: str, event: Event, _seconds: str) -> str:
    decision = _DECISIONS.get(str(event.data.get("decision")), "")
    return gettext(
        "%(what)s: %(decision)s, by %(by)s", what=said, decision=decision, by=event.data.get("by", "")
    )


def _paste(said: str, group: list[Event]) -> str:
    characters = sum(int(str(event.data.get("characters", 0))) for event in group)
    copied = gettext("copied on these pages") if _origin(group[0]) else gettext("copied outside")
    return ngettext(
        "%(what)s: %(num)s character, %(copied)s",
        "%(what)s: %(num)s characters, %(copied)s",
        characters,
        what=said,
        copied=copied,
    )


def _origin(event: Event) -> bool:
    return bool(event.data.get("inside"))


def _amount(said: str, _event: Event, seconds: str) -> str:
    return gettext("%(what)s: %(seconds)s s", what=said, seconds=seconds)


def _after(said: str, _event: Event, seconds: str) -> str:
    return gettext("%(what)s after %(seconds)s s", what=said, seconds=seconds)


def _for(said: str, _event: Event, seconds: str) -> str:
    return gettext("%(what)s for %(seconds)s s", what=said, seconds=seconds)


_TOLD: dict[EventKind, Callable[[str, Event, str], str]] = {
    EventKind.REQUEST_ANSWERED: _decided,
    EventKind.CONTEST_DECIDED: _decided,
    EventKind.CREDITED: _amount,
    EventKind.ACCOMMODATED: _accommodation,
    EventKind.RESUMED: _after,
    EventKind.AWAY: _for,
}
_ONE_BY_ONE = frozenset({EventKind.EXTENDED, EventKind.ACCOMMODATED, EventKind.RESUMED})
"""Each has its own words."""


def _seconds(event: Event) -> float:
    value = event.data.get("seconds")
    return float(value) if isinstance(value, int | float) else 0.0


def _subject(event: Event) -> str:
    return str(event.data.get("slug") or event.data.get("challenge") or "")
