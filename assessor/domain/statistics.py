"""What attempts tell of an assessment: formulae, and from how many attempts on they may be shown.

docs/statistics.md has every formula with its source.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

MIN_MEAN = 5
"""Attempts below which no mean or quartile is shown: they would tell of single people."""
MIN_CORRELATION = 30
"""Attempts below which discrimination and reliability are refused: they would be chance."""
NEWEST = 2_000
"""Graded attempts from which challenges, checks and their times are told, at most."""
EXPOSED = 500
"""From so many showings in a year a challenge is likely to be known, and should be changed."""
LOW_DISCRIMINATION = 0.2
FOUR_FIFTHS = 0.8
SIGNIFICANT = 0.05


@dataclass(frozen=True)
class Quartiles:
    """Of `count` durations in seconds; None for fewer than MIN_MEAN."""

    count: int
    low: float | None
    middle: float | None
    high: float | None


@dataclass(frozen=True)
class ItemStatistics:
    """A challenge or one of its checks. Shares are 0 to 1."""

    key: str
    title: str
    count: int
    """Attempts it was counted in."""
    mean: float | None
    """Mean share of its points: near 1 is easy. None for fewer than MIN_MEAN."""
    discrimination: float | None
    """Correlation with what else was earned. None for fewer than MIN_CORRELATION, or where nothing varies."""


@dataclass(frozen=True)
class Reliability:
    """Of the scores (0 to 100) of `count` attempts with nothing ungraded; None where it is refused."""

    count: int
    items: int
    mean: float | None
    deviation: float | None
    alpha: float | None
    error: float | None
    """The standard error of measurement, in points of 100."""

    @property
    def refusal(self) -> str:
        """Why there is no alpha; "" where there is one."""
        if self.alpha is not None:
            return ""
        if self.items < 2:
            return "It takes at least two challenges."
        if self.count < MIN_CORRELATION:
            return f"It takes at least {MIN_CORRELATION} graded attempts; there are {self.count}."
        return "All scores are the same."


def reliability(
    count: int, mean: float | None, variance: float | None, variances: Sequence[float]
) -> Reliability:
    """Cronbach's alpha and the standard error of measurement.

    `variance` is that of the whole (0 to 100), `variances` those of each challenge's part of it, in the same points.
    """
    items = len(variances)
    if count < MIN_MEAN or mean is None:
        return Reliability(count, items, None, None, None, None)
    deviation = math.sqrt(variance) if variance is not None else None
    if count < MIN_CORRELATION or items < 2 or not variance or deviation is None:
        return Reliability(count, items, mean, deviation, None, None)
    alpha = items / (items - 1) * (1 - sum(variances) / variance)
    return Reliability(count, items, mean, deviation, alpha, deviation * math.sqrt(max(0.0, 1 - alpha)))


@dataclass(frozen=True)
class Selection:
    """Of one group: how many were there, and how many reached the pass mark."""

    group: str
    count: int
    passed: int

    @property
    def rate(self) -> float:
        """The share that passed."""
        return self.passed / self.count if self.count else 0.0


@dataclass(frozen=True)
class Impact:
    """A group beside the one with the highest rate. A screening flag, not a finding."""

    selection: Selection
    highest: Selection
    ratio: float
    p: float
    """Of Fisher's exact test, two-sided."""

    @property
    def flagged(self) -> bool:
        """Below four fifths, and not likely by chance."""
        return self.ratio < FOUR_FIFTHS and self.p < SIGNIFICANT


def impacts(groups: Sequence[Selection]) -> tuple[Impact, ...]:
    """Every group of at least MIN_MEAN beside the one with the highest rate; empty for fewer than two such groups."""
    known = [each for each in groups if each.count >= MIN_MEAN]
    if len(known) < 2:
        return ()
    highest = max(known, key=lambda each: (each.rate, each.count))
    return tuple(
        Impact(each, highest, each.rate / highest.rate if highest.rate else 1.0, _beside(each, highest))
        for each in known
        if each is not highest
    )


def _beside(one: Selection, other: Selection) -> float:
    return fisher(one.passed, one.count - one.passed, other.passed, other.count - other.passed)


def fisher(a: int, b: int, c: int, d: int) -> float:
    """Two-sided p of Fisher's exact test on ((a, b), (c, d)): all tables at most as likely as this one."""
    row, column, whole = a + b, a + c, a + b + c + d
    first, last = max(0, column - (c + d)), min(row, column)
    ways = [math.comb(row, x) * math.comb(whole - row, column - x) for x in range(first, last + 1)]
    here = ways[a - first]
    # In whole numbers: two tables that are exactly as likely are never told apart by rounding.
    return sum(each for each in ways if each <= here) / sum(ways)
