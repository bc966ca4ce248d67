"""Geometry of the work chart: bars on a log scale, computed here so that the template only prints them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

WIDTH = 400.0
"""Length of the longest possible bar, in the chart's own units."""
_TITLES = (
    ("submission", "This answer"),
    ("reference", "Reference"),
    ("slow", "Slow sample"),
    ("before", "Untouched"),
)


@dataclass(frozen=True)
class Bar:
    """One measured amount of work; `factor` is how many times the reference's it is."""

    key: str
    title: str
    value: float
    length: float
    factor: float | None


@dataclass(frozen=True)
class Tick:
    """A power of ten on the axis."""

    value: float
    x: float


@dataclass(frozen=True)
class WorkChart:
    """Bars in a fixed order and the ticks of their axis."""

    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]


def bars(work: Mapping[str, Any]) -> WorkChart | None:
    """The chart for evidence["work"], or None where nothing was measured."""
    found = [(key, title, _total(work[key])) for key, title in _TITLES if work.get(key) is not None]
    if not found:
        return None
    low, high = _decades([value for *_, value in found])
    reference = next((value for key, _, value in found if key == "reference"), None)

    def length(value: float) -> float:
        return round(WIDTH * (math.log10(max(value, 10**low)) - low) / (high - low), 1)

    return WorkChart(
        tuple(Bar(k, t, v, max(length(v), 2.0), v / reference if reference else None) for k, t, v in found),
        tuple(Tick(10.0**power, length(10.0**power)) for power in range(low, high + 1)),
    )


def _total(measured: Any) -> float:
    """A number, or the "total" of measured parts."""
    return float(measured["total"] if isinstance(measured, Mapping) else measured)


def _decades(values: list[float]) -> tuple[int, int]:
    """The powers of ten around all values, with the smallest bar still visible."""
    low = math.floor(math.log10(max(min(values), 1)))
    high = math.ceil(math.log10(max(*values, 10.0)))
    low = low - 1 if low > 0 and min(values) < 2 * 10**low else low
    return low, max(high, low + 1)
