"""From hundreds of sound datasets to the few that kill most, the hard mutants first, each by more than one dataset."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass

_AGAIN = 0.5
"""What killing a mutant once more is worth, of what killing it the time before was."""
_FEATURE = 0.3
"""What showing a kind of data is worth, of what killing a mutant as rare is."""


@dataclass(frozen=True)
class Entry:
    """A dataset to choose from: what it kills, the kinds of data in it, and whether it is wanted anyway."""

    kills: frozenset[int]
    features: frozenset[str]
    wanted: bool = False


def distil(entries: Sequence[Entry], most: int, sound: Callable[[int], bool]) -> list[int]:
    """Positions of the datasets chosen, best first; each has passed `sound`, which is asked as late as possible."""
    worth = _worth(entries)
    chosen: list[int] = []
    times: Counter[Hashable] = Counter()
    left = set(range(len(entries)))
    while left and len(chosen) < most:
        best = max(left, key=lambda n: (entries[n].wanted, _gain(entries[n], worth, times), -n))
        left.discard(best)
        if not entries[best].wanted and _gain(entries[best], worth, times) == 0:
            break
        if sound(best):
            chosen.append(best)
            times.update(_shown(entries[best]))
    return chosen


def _shown(entry: Entry) -> list[Hashable]:
    return [*entry.kills, *entry.features]


def _worth(entries: Sequence[Entry]) -> dict[Hashable, float]:
    """The fewer datasets show something, the more it is worth."""
    counts = Counter(shown for entry in entries for shown in _shown(entry))
    return {
        shown: (_FEATURE if isinstance(shown, str) else 1.0) / number for shown, number in counts.items()
    }


def _gain(entry: Entry, worth: Mapping[Hashable, float], times: Mapping[Hashable, int]) -> float:
    return sum(worth[shown] * _AGAIN ** times.get(shown, 0) for shown in _shown(entry))
