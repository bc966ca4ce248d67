"""Work: what a statement touches and processes, from the plan that PostgreSQL really executed.

Buffers and rows do not depend on what else the machine does, so the same answer always gets the same score. Cost is
never used (it can be faked and misranks) and time is never points.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_BUFFERS = ("Shared Hit Blocks", "Shared Read Blocks", "Local Hit Blocks", "Local Read Blocks")
_TEMP = ("Temp Read Blocks", "Temp Written Blocks")
_REMOVED = "Rows Removed by "


@dataclass(frozen=True)
class Work:
    """The parts of the work done, and the plan they come from."""

    buffers: int
    temp: int
    rows: int
    plan: Mapping[str, Any]
    nested: int = 0
    """How many of the rows were processed by statements that functions ran."""
    wal: int = 0
    """Bytes of write-ahead log, where that was asked for; never part of the total."""

    @property
    def total(self) -> int:
        """The one number that is scored; never 0, so that ratios and logarithms exist."""
        return max(1, self.buffers + self.temp + self.rows)

    def to_json(self) -> dict[str, Any]:
        """A JSON-able dict."""
        return {**self._numbers(), "wal": self.wal, "plan": dict(self.plan)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Work:
        """The work that to_json gave."""
        return cls(
            data["buffers"], data["temp"], data["rows"], data["plan"], data["nested"], data.get("wal", 0)
        )

    def parts(self) -> dict[str, int]:
        """The numbers without the plan."""
        return {**self._numbers(), "total": self.total}

    def _numbers(self) -> dict[str, int]:
        return {"buffers": self.buffers, "temp": self.temp, "rows": self.rows, "nested": self.nested}


def work_of(plan: Mapping[str, Any], inside: float = 0.0) -> Work:
    """Read a plan as ANALYZE, BUFFERS and FORMAT JSON give it; `inside` are rows of statements that functions ran.

    Blocks are counted by the session, so those at the top include what functions touched. Rows are counted by the
    nodes of a plan: they are summed over all nodes of all plans.
    """
    nested = round(inside)
    rows, wal = round(rows_of(plan)) + nested, int(plan.get("WAL Bytes", 0))
    return Work(_sum(plan, _BUFFERS), _sum(plan, _TEMP), rows, plan, nested, wal)


def rows_of(plan: Mapping[str, Any]) -> float:
    """Rows that all nodes of a plan gave and removed."""
    return sum(_rows(node) for node in _nodes(plan))


def depth_of(plan: Mapping[str, Any]) -> int:
    """Levels of a plan."""
    level, depth = [plan], 0
    while level:
        level, depth = [child for node in level for child in node.get("Plans", ())], depth + 1
    return depth


def _nodes(plan: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield plan
    for child in plan.get("Plans", ()):
        yield from _nodes(child)


def _rows(node: Mapping[str, Any]) -> float:
    """Rows a node gave and rows it removed; both are averages over its loops."""
    removed = sum(number for name, number in node.items() if name.startswith(_REMOVED))
    return float((node.get("Actual Rows", 0) + removed) * node.get("Actual Loops", 1))


def _sum(plan: Mapping[str, Any], names: tuple[str, ...]) -> int:
    return sum(int(plan.get(name, 0)) for name in names)


EQUAL = 1.1
"""Up to this many times the reference's work is as good as the reference: another good plan is no worse answer."""


def share(work: float, reference: float, slow: float) -> float:
    """0 at the slow sample's work or more, 1 at the reference's or less, between them on a logarithmic scale."""
    return logarithmic(work, EQUAL * reference, slow)


def logarithmic(value: float, best: float, worst: float) -> float:
    """1 up to `best`, 0 from `worst` on, between them on a logarithmic scale."""
    if value <= best:
        return 1.0
    if value >= worst:
        return 0.0
    return math.log(worst / value) / math.log(worst / best)
