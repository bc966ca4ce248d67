"""How work grows with the data: what one amount of data cannot show, and what matters most to those who run it."""

from __future__ import annotations

import math
from dataclasses import dataclass

MIN_RATIO = 4.0
"""Less growth of the data than this says nothing of an exponent: constant parts of the work would decide it."""
TOLERANCE = 0.25
"""Exponents nearer than this are alike: constant parts of the work and other plans on little data move them."""


@dataclass(frozen=True)
class Point:
    """Work done on a dataset of so many rows."""

    rows: int
    work: int


def exponent(small: Point, large: Point) -> float | None:
    """The k of work ~ rows^k between two datasets: 1 is linear, 2 quadratic. None where the data is too alike."""
    if small.rows <= 0 or large.rows / small.rows < MIN_RATIO:
        return None
    return math.log(max(large.work, 1) / max(small.work, 1)) / math.log(large.rows / small.rows)


def excess(own: float, reference: float) -> float:
    """By how much an exponent is worse than both the reference's and a linear one; 0 where it is not clearly worse.

    What is not more than linear is not punished beyond the work that it really does: a reference whose plan changes
    between two sizes may seem to hardly grow.
    """
    return max(0.0, own - max(reference, 1.0) - TOLERANCE)


_WORDS = (
    (0.15, "hardly grows with the data"),
    (0.8, "grows more slowly than the data"),
    (1.2, "grows in proportion to the data"),
    (1.7, "grows faster than the data"),
    (2.3, "grows with the square of the data"),
    (2.7, "grows faster than the square of the data"),
    (3.3, "grows with the cube of the data"),
)


def in_words(growth: float) -> str:
    """An exponent as the end of "Work ...". Bands are wide: an exponent between two sizes is no proof of a formula."""
    return next(
        (words for limit, words in _WORDS if growth < limit), "grows faster than the cube of the data"
    )
