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

    @property
    def total(self) -> int:
        """The one number that is scored; never 0, so that ratios and logarithms exist."""
        return max(1, self.buffers + self.temp + self.rows)

    def to_json(self) -> dict[str, Any]:
        """A JSON-able dict."""
        return {"buffers": self.buffers, "temp": self.temp, "rows": self.rows, "plan": dict(self.plan)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Work:
        """The work that to_json gave."""
        return cls(data["buffers"], data["temp"], data["rows"], data["plan"])

    def parts(self) -> dict[str, int]:
        """The numbers without the plan."""
        return {"buffers": self.buffers, "temp": self.temp, "rows": self.rows, "total": self.total}


def work_of(explained: list[Mapping[str, Any]]) -> Work:
    """Read EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON): buffers are inclusive at the top, rows are summed over nodes."""
    plan = explained[0]["Plan"]
    rows = sum(_rows(node) for node in _nodes(plan))
    return Work(_sum(plan, _BUFFERS), _sum(plan, _TEMP), round(rows), plan)


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


def share(work: int, reference: int, slow: int) -> float:
    """0 at the slow sample's work or more, 1 at the reference's or less, between them on a logarithmic scale."""
    best = EQUAL * reference
    if work <= best:
        return 1.0
    if work >= slow:
        return 0.0
    return math.log(slow / work) / math.log(slow / best)
