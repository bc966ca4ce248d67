"""What was seen while a change set was rehearsed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Seen:
    """One statement, as the scorecard shows it."""

    step: str
    line: int
    text: str
    times: int = 1
    """How often a repeated statement ran."""
    locks: dict[str, str] = field(default_factory=dict)
    """By table: the strongest lock."""
    blocks: int | None = None
    """Pages read and rows changed while its locks were held; None where it ends transactions of its own."""
    rows: int = 0
    """Changed; the most of one time."""
    seconds: float = 0.0
    """Only shown: no verdict depends on it."""
    blocked: list[str] = field(default_factory=list)
    """What of the application waited for it."""
    note: str = ""
    problem: str = ""

    def evidence(self) -> dict[str, Any]:
        """For the scorecard."""
        return {
            "step": self.step,
            "line": self.line,
            "text": self.text,
            "times": self.times,
            "locks": [{"table": table, "mode": mode} for table, mode in sorted(self.locks.items())],
            "work": self.blocks,
            "rows": self.rows,
            "ms": round(1000 * self.seconds, 1),
            "blocked": self.blocked,
            "note": self.note,
            "problem": self.problem,
        }


@dataclass
class Rehearsed:
    """What came of one rehearsal."""

    seen: list[Seen] = field(default_factory=list)
    wrong: list[tuple[str, str]] = field(default_factory=list)
    """Of the application and its data: where, as in "after step fill", and what."""
    broken: str = ""
    """Why it could not go on."""
    shape: dict[str, str] = field(default_factory=dict)
    """Of all tables at the end."""

    def problems(self) -> Sequence[tuple[str, str]]:
        """What its statements did wrong, each with where."""
        return [(f'in step "{each.step}"', each.problem) for each in self.seen if each.problem]
