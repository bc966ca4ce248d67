"""Geometry of the radar: scores with their intervals, computed here so that the template only prints them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from assessor.domain.precision import Precision
from assessor.reports.scorecard import CompetencyScore, GroupScore, Scorecard

RADIUS = 100.0
"""From the middle (0) to the rim (100), in the chart's own units."""
FEWEST_AXES = 3
"""With fewer a radar has no area; the table tells the same."""
_LABEL = 14.0


@dataclass(frozen=True)
class Axis:
    """One group or competency: the end of its axis, its interval from `low` to `high`, and where its code stands."""

    code: str
    title: str
    precision: Precision
    end: tuple[float, float]
    low: tuple[float, float]
    high: tuple[float, float]
    score: tuple[float, float]
    label: tuple[float, float]
    anchor: str


@dataclass(frozen=True)
class Radar:
    """The axes clockwise from the top; `rings` are polygons at 25, 50, 75 and 100, `shape` is the scores'."""

    axes: tuple[Axis, ...]
    rings: tuple[str, ...]
    shape: str


def radar(card: Scorecard) -> Radar | None:
    """The chart by group, by competency where there are too few groups, or None where there are too few of both."""
    shown: Sequence[GroupScore | CompetencyScore] = card.groups
    if len(shown) < FEWEST_AXES:
        shown = card.competencies
    if len(shown) < FEWEST_AXES:
        return None
    angles = [2 * math.pi * n / len(shown) for n in range(len(shown))]
    axes = tuple(_axis(each, angle) for each, angle in zip(shown, angles, strict=True))
    rings = tuple(_polygon([_at(angle, level) for angle in angles]) for level in (25, 50, 75, 100))
    return Radar(axes, rings, _polygon([axis.score for axis in axes]))


def _axis(group: GroupScore | CompetencyScore, angle: float) -> Axis:
    known, side = group.precision, math.sin(angle)
    anchor = "middle" if abs(side) < 0.2 else "start" if side > 0 else "end"
    low, high, score = (_at(angle, level) for level in (known.low, known.high, known.score))
    return Axis(
        group.code, group.title, known, _at(angle, 100), low, high, score, _at(angle, 100 + _LABEL), anchor
    )


def _at(angle: float, level: float) -> tuple[float, float]:
    length = RADIUS * level / 100
    return round(length * math.sin(angle), 1), round(-length * math.cos(angle), 1)


def _polygon(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x},{y}" for x, y in points)
