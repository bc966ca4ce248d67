"""From hundreds of sound datasets to the few that kill most, the hard mutants first, each by more than one dataset."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

_AGAIN = 0.5
"""What killing a mutant once more is worth, of what killing it the time before was."""
_FEATURE = 0.3
"""What showing a kind of data is worth, of what killing a mutant as rare is."""
_EMPTIED = 4
"""Tables that get a dataset in which they are empty whether or not a mutant needs it."""


@dataclass(frozen=True)
class Entry:
    """A dataset to choose from: what it kills, the kinds of data in it, and which of its tables are empty."""

    kills: frozenset[int]
    features: frozenset[str]
    empty: frozenset[str] = frozenset()


class _Choice:
    """What is chosen, and what has been shown how often by it."""

    def __init__(self, entries: Sequence[Entry], sound: Callable[[int], bool]) -> None:
        self.entries, self._sound = entries, sound
        self.chosen: list[int] = []
        self.left = set(range(len(entries)))
        self._shown = [_shown(entry) for entry in entries]
        self._worth = _worth(entries)
        self._times: Counter[Hashable] = Counter()

    def gain(self, number: int) -> float:
        """What choosing it would add."""
        return sum(self._worth[shown] * _AGAIN ** self._times[shown] for shown in self._shown[number])

    def take(self, numbers: Iterable[int]) -> bool:
        """Choose the first of these that is left and sound."""
        for number in numbers:
            if number in self.left:
                self.left.discard(number)
                if self._sound(number):
                    self.chosen.append(number)
                    self._times.update(self._shown[number])
                    return True
        return False


def distil(
    entries: Sequence[Entry], tables: Sequence[str], most: int, sound: Callable[[int], bool]
) -> list[int]:
    """Positions of the datasets chosen; each has passed `sound`, which is asked as late as possible.

    Nothing at all comes first, then each table without rows while as many others as can be have some: answers that
    fail there fail nowhere else.
    """
    choice = _Choice(entries, sound)
    choice.take(n for n, entry in enumerate(entries) if len(entry.empty) == len(tables))
    for table in tables[:_EMPTIED] if len(tables) > 1 else ():
        without = [
            n for n in choice.left if table in entries[n].empty and len(entries[n].empty) < len(tables)
        ]
        choice.take(sorted(without, key=lambda n: (len(entries[n].empty), -choice.gain(n), n)))
    while len(choice.chosen) < most and choice.left:
        best = max(choice.left, key=lambda n: (choice.gain(n), -n))
        choice.take([best])
    return choice.chosen[:most]


def cover(
    chosen: Sequence[int],
    kills: Sequence[AbstractSet[int]],
    kept: int,
    most: int,
    sound: Callable[[int], bool],
) -> list[int]:
    """Put in what kills mutants that nothing chosen kills, beside the others or in the place of what is missed least.

    The first `kept` stay. Ends when nothing would make more mutants killed.
    """
    found, left = list(chosen), set(range(len(kills))) - set(chosen)
    while left:
        reached = {mutant for n in found for mutant in kills[n]}
        best = max(left, key=lambda n: (len(kills[n] - reached), -n))
        won = len(kills[best] - reached)
        if not won:
            break
        left.discard(best)
        if len(found) < most:
            found += [best] if sound(best) else []
            continue
        lost = {place: len(_only(kills, found, place, best)) for place in range(kept, len(found))}
        place = min(lost, key=lambda each: (lost[each], len(kills[found[each]]), each), default=kept)
        if lost.get(place, won) < won and sound(best):
            found[place] = best
    return found


def _only(
    kills: Sequence[AbstractSet[int]], found: Sequence[int], place: int, instead: int
) -> AbstractSet[int]:
    """What only the dataset in one place kills, also when another comes instead."""
    others = [*found[:place], *found[place + 1 :], instead]
    return kills[found[place]] - {mutant for n in others for mutant in kills[n]}


def _shown(entry: Entry) -> list[Hashable]:
    return [*sorted(entry.kills), *sorted(entry.features)]  # sums of floats depend on the order


def _worth(entries: Sequence[Entry]) -> dict[Hashable, float]:
    """The fewer datasets show something, the more it is worth."""
    counts = Counter(shown for entry in entries for shown in _shown(entry))
    return {shown: (_FEATURE if isinstance(shown, str) else 1.0) / number for shown, number in counts.items()}
