"""What a candidate's page reports of how they work. It is shown to them and to staff; no score ever knows of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from assessor.domain.events import Event, EventKind
from assessor.errors import InvalidInput

MOST_AT_ONCE = 50
OLDEST = timedelta(minutes=10)
"""A page that was offline reports later; older ones are dated as old as this."""
LONGEST = 10_000_000
"""Characters or seconds: nothing larger is meant."""

SIGNALS = frozenset({EventKind.PASTED, EventKind.AWAY})


@dataclass(frozen=True)
class Signal:
    """One report: `amount` is characters of a paste, or seconds away; `ago` is seconds before it was sent."""

    kind: EventKind
    amount: int
    inside: bool
    """Whether what was pasted had been copied on these pages."""
    ago: float


def require_signals(signals: Sequence[Signal]) -> None:
    """Raise InvalidInput for reports that no page of ours sends."""
    if len(signals) > MOST_AT_ONCE:
        raise InvalidInput("At most %(most)s signals can be sent at once.", most=MOST_AT_ONCE)
    if any(each.kind not in SIGNALS or not 0 <= each.amount <= LONGEST or each.ago < 0 for each in signals):
        raise InvalidInput("There is no such signal.")


def as_event(signal: Signal, slug: str, now: datetime, since: datetime) -> Event:
    """The event of a report, dated when it happened but never before `since`."""
    at = max(since, now - min(OLDEST, timedelta(seconds=signal.ago)))
    if signal.kind is EventKind.AWAY:
        return Event(signal.kind, at, {"slug": slug, "seconds": signal.amount})
    return Event(signal.kind, at, {"slug": slug, "characters": signal.amount, "inside": signal.inside})
