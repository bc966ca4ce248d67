"""EXPLAIN (FORMAT JSON) as the rows of a table that can be read aloud and printed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_FAR_OFF = 10
"""Estimates this many times off are pointed out."""


@dataclass(frozen=True)
class PlanRow:
    """One node of a plan; `level` is 1 for the root. Numbers are None where the plan was not analysed."""

    level: int
    title: str
    detail: str
    estimated: float
    actual: float | None
    loops: int | None
    buffers: int | None
    milliseconds: float | None

    @property
    def remark(self) -> str:
        """What stands out, in words; empty where nothing does."""
        if self.loops == 0:
            return "never executed"
        if self.actual is None:
            return ""
        high, low = max(self.actual, self.estimated, 1), max(min(self.actual, self.estimated), 1)
        if high / low < _FAR_OFF:
            return ""
        way = "fewer" if self.actual < self.estimated else "more"
        return f"{round(high / low)} times {way} rows than estimated"


def document(plan: Any) -> Mapping[str, Any]:
    """The object with "Plan" in it (EXPLAIN wraps it in a list of one), or the root node itself."""
    found = plan[0] if isinstance(plan, list) and plan else plan
    return found if isinstance(found, Mapping) else {}


def rows(plan: Any) -> list[PlanRow]:
    """The nodes of a plan, parents before children; empty for anything that is not a plan."""
    found = document(plan)
    root = found.get("Plan", found)
    return list(_walk(root, 1)) if isinstance(root, Mapping) and "Node Type" in root else []


def facts(plan: Any) -> list[tuple[str, float]]:
    """Planning and execution time in milliseconds, where the plan has them."""
    found = document(plan)
    keys = (("Planning Time", "Planning"), ("Execution Time", "Execution"))
    return [(title, float(found[key])) for key, title in keys if key in found]


def _walk(node: Mapping[str, Any], level: int) -> Iterator[PlanRow]:
    buffers = [node[key] for key in ("Shared Hit Blocks", "Shared Read Blocks") if key in node]
    loops = node.get("Actual Loops")
    yield PlanRow(
        level=level,
        title=_title(node),
        detail=_detail(node),
        estimated=float(node.get("Plan Rows", 0)),
        actual=_number(node, "Actual Rows"),
        loops=None if loops is None else int(loops),
        buffers=sum(buffers) if buffers else None,
        milliseconds=_number(node, "Actual Total Time"),
    )
    for child in node.get("Plans", []):
        yield from _walk(child, level + 1)


def _number(node: Mapping[str, Any], key: str) -> float | None:
    return float(node[key]) if key in node else None


def _title(node: Mapping[str, Any]) -> str:
    words = [node.get("Strategy") if node.get("Strategy") in ("Hashed", "Sorted", "Mixed") else None]
    join = node.get("Join Type")
    words += [node.get("Node Type", "?"), f"({join})" if join and join != "Inner" else None]
    words += [f"using {node['Index Name']}" if "Index Name" in node else None]
    words += [f"on {node[key]}" for key in ("Relation Name", "CTE Name", "Function Name") if key in node]
    words += [f"— {node['Subplan Name']}" if "Subplan Name" in node else None]
    return " ".join(str(word) for word in words if word)


def _detail(node: Mapping[str, Any]) -> str:
    keys = (
        "Index Cond",
        "Recheck Cond",
        "Hash Cond",
        "Merge Cond",
        "Join Filter",
        "Filter",
        "Sort Key",
        "Group Key",
    )
    found = ((key, node[key]) for key in keys if key in node)
    return "; ".join(f"{key}: {', '.join(v) if isinstance(v, list) else v}" for key, v in found)
