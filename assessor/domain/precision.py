"""How far a score may be relied on: what other checks of its sort might have given. docs/scorecard.md argues it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

ALIKE = 0.25
"""How alike the checks of one challenge are taken to be: 0 is not at all, 1 is one and the same question."""
Z = 1.645
"""Nine of ten intervals that are made like this hold the value that they are about."""
CONFIDENCE = 90
"""The same in percent."""
ENOUGH_FOR_PERCENTILE = 20
"""Fewer finished attempts to compare with say nothing about a place among them."""
LITTLE = 3.0
"""What tells less than so many independent checks is called little evidence."""


@dataclass(frozen=True)
class Item:
    """One check of one challenge: what was earned of what was possible, in points of the assessment."""

    challenge: str
    earned: float
    possible: float


@dataclass(frozen=True)
class Precision:
    """A score (0 to 100) with its uncertainty.

    `low` and `high` are the ends of the interval and `error` is the standard error that it comes to, all in points of
    100: one that a perfect score does not make zero. `checks` of
    `challenges` were counted, and tell as much as `effective` independent ones.
    """

    score: float
    low: float
    high: float
    error: float
    checks: int
    challenges: int
    effective: float

    @property
    def little(self) -> bool:
        """Whether there is too little behind it to rely on it at all."""
        return self.effective < LITTLE


@dataclass(frozen=True)
class Place:
    """Where a score lies among `others` finished attempts of the same assessment; `percent` is None for too few."""

    others: int
    percent: float | None


def precision(items: Sequence[Item]) -> Precision | None:
    """The uncertainty of the weighted mean of some checks; None where nothing is possible."""
    counted = [item for item in items if item.possible > 0]
    whole = sum(item.possible for item in counted)
    if not counted:
        return None
    share = sum(item.earned for item in counted) / whole
    weight: dict[str, float] = {}
    for item in counted:
        weight[item.challenge] = weight.get(item.challenge, 0.0) + item.possible / whole
    effective = _effective([item.possible / whole for item in counted], weight)
    low, high = wilson(share, effective)
    return Precision(
        round(100 * share, 1),
        round(100 * low, 1),
        round(100 * high, 1),
        round(100 * (high - low) / (2 * Z), 1),
        len(counted),
        len(weight),
        round(effective, 1),
    )


def _effective(weights: Sequence[float], by_challenge: Mapping[str, float]) -> float:
    """How many independent checks of equal weight have the same variance: uneven and alike ones tell less."""
    alone = sum(weight**2 for weight in weights)
    together = sum(weight**2 for weight in by_challenge.values())
    return 1 / ((1 - ALIKE) * alone + ALIKE * together)


def wilson(share: float, n: float, z: float = Z) -> tuple[float, float]:
    """Wilson's score interval for a share of `n`; it holds near 0 and 1, too, where few checks say little."""
    share = min(max(share, 0.0), 1.0)
    middle = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * math.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    return max(0.0, middle - half), min(1.0, middle + half)


def place(below: int, equal: int, others: int) -> Place:
    """Where a score lies: `below` and `equal` of the `others` have less and the same. Equals count half."""
    if others < ENOUGH_FOR_PERCENTILE:
        return Place(others, None)
    return Place(others, round(100 * (below + equal / 2) / others, 0))


def apart(one: Precision, other: Precision) -> bool:
    """Whether two scores differ by more than their uncertainty: by the standard error of their difference."""
    return abs(one.score - other.score) > Z * math.hypot(one.error, other.error)
