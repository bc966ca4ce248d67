"""How much time a candidate gets back whose server, or the platform itself, was down. Decides; never acts."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

MAX_PER_REPAIR = timedelta(minutes=30)
"""No more is given back for one repair: who is away longer needs a person, not a later deadline."""
UNNOTICED = timedelta(seconds=3)
"""Waking a sleeping server within this time is no loss."""

SILENCE = timedelta(seconds=10)
"""If no web process could write for longer, the platform was away for that time; a restart is quicker."""

Downtime = tuple[datetime, datetime]
"""From when to when a server was down."""


def lost_seconds(downtimes: Iterable[Downtime], since: datetime) -> int:
    """Whole seconds, rounded up, in which at least one server was down after `since`.

    Two servers down at the same time are one loss; of each downtime MAX_PER_REPAIR counts at most.
    """
    lost = timedelta()
    counted_until = since
    for start, end in sorted((max(start, since), end) for start, end in downtimes):
        begin, stop = max(start, counted_until), min(end, start + MAX_PER_REPAIR)
        if stop > begin:
            lost += stop - begin
            counted_until = stop
    return math.ceil(lost.total_seconds())


def outside(downtimes: Iterable[Downtime], breaks: Sequence[Downtime]) -> Iterator[Downtime]:
    """What of the downtimes was in no break: while the clock stands still nothing is lost."""
    for start, end in downtimes:
        counted_from = start
        for pause_start, pause_end in sorted(breaks):
            if counted_from < pause_start < end:
                yield counted_from, pause_start
            if pause_start < end:
                counted_from = max(counted_from, pause_end)
        if counted_from < end:
            yield counted_from, end
