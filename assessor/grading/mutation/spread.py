"""Keep a bounded number of candidates, spread over what they are grouped by and then evenly over each group."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

Item = TypeVar("Item")


def spread(items: Sequence[Item], limit: int, group: Callable[[Item], Hashable]) -> list[Item]:
    """At most `limit` items in their order. Small groups stay whole; large ones are thinned evenly."""
    groups: dict[Hashable, list[int]] = {}
    for index, item in enumerate(items):
        groups.setdefault(group(item), []).append(index)
    kept: list[int] = []
    for done, indexes in enumerate(sorted(groups.values(), key=len)):
        share = max(0, limit - len(kept)) // (len(groups) - done)
        kept += _evenly(indexes, share)
    return [items[index] for index in sorted(kept)]


def _evenly(indexes: Sequence[int], wanted: int) -> list[int]:
    if len(indexes) <= wanted:
        return list(indexes)
    return [indexes[number * len(indexes) // wanted] for number in range(wanted)]
