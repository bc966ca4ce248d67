"""How many servers wait for candidates, and how long a candidate waits where none does. Decides; never acts."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

WARM_MB = 32
"""What a waiting server really takes of its host; its limit is a cap that an idle one never comes near."""

STARTS_AT_ONCE = 4
"""Servers that the worker starts at the same time: mostly waiting for an engine, so more than cores."""

OPENED_RECENTLY = timedelta(minutes=10)
"""Who opened the invitation within this time may agree at any moment."""
SHRINK_AFTER = timedelta(minutes=10)
"""So long a server waits before it is given up although nobody seems to come."""

_SCHEDULED_PER_SERVER = 20
_ACTIVE_PER_SERVER = 25
_FIRST_GUESS_SECONDS = 2.0

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True)
class Demand:
    """Who may want a server of one challenge soon."""

    scheduled: int = 0
    """Unused invitations that are open now."""
    opened: int = 0
    """Those of them whose page was opened in the last minutes."""
    active: int = 0
    """Attempts that have a server already: it may have to be replaced."""


def wanted(demand: Demand) -> int:
    """Servers that should wait for one challenge: one for everybody at the door, few for those who may come."""
    at_home = max(demand.scheduled - demand.opened, 0)
    return (
        demand.opened
        + math.ceil(at_home / _SCHEDULED_PER_SERVER)
        + math.ceil(demand.active / _ACTIVE_PER_SERVER)
    )


def targets(demand: Mapping[K, Demand], memory_mb: int) -> dict[K, int]:
    """How many servers should wait for each challenge, all together within `memory_mb`.

    Where there is too little room each challenge gets one, then each a second, those with most demand first.
    """
    room = memory_mb // WARM_MB
    needs = {key: wanted(each) for key, each in demand.items()}
    given = dict.fromkeys(needs, 0)
    by_need = sorted(needs, key=lambda key: -needs[key])
    while room > 0 and given != needs:
        for key in by_need:
            if room > 0 and given[key] < needs[key]:
                given[key] += 1
                room -= 1
    return given


@dataclass(frozen=True)
class QueuePlace:
    """Where a candidate stands who waits for servers."""

    position: int
    """1 for who is served now."""
    seconds: int
    """About how long until all of theirs are there."""


def queue_place(position: int, servers_ahead: int, seconds_each: float | None) -> QueuePlace:
    """The place of a candidate; `servers_ahead` includes their own, `seconds_each` is what a start took lately."""
    each = _FIRST_GUESS_SECONDS if seconds_each is None else seconds_each
    rounds = math.ceil(servers_ahead / STARTS_AT_ONCE)
    return QueuePlace(position, max(1, math.ceil(rounds * each)))


def default_memory_mb(host_mb: int) -> int:
    """What the pool may take unless it is set: a tenth of the host's memory, at most 4 GB."""
    return min(host_mb // 10, 4096)
