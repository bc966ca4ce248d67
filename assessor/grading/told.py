"""What a server tells of one run: its plan, and how many rows the statements inside it processed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assessor.grading.work import depth_of, rows_of

DEEPEST = 200
"""Levels of a plan; beyond them JSON is too deep for those who read it. Plans of people's queries have under 30."""


@dataclass
class Told:
    """Plans as they arrive, of which only one is kept: a function may run a hundred thousand statements."""

    plan: Mapping[str, Any] | None = None
    inside: float = 0.0
    """Rows processed by statements that functions ran."""
    ending: bool = False
    """The first plan from now on is that of the statement itself."""
    unreadable: bool = False

    def add(self, told: bytes) -> None:
        """Take a plan as auto_explain prints it; called where an exception would be lost."""
        try:
            plan: Mapping[str, Any] = json.loads(told.decode("utf-8", "replace"))["Plan"]
            self.unreadable |= depth_of(plan) > DEEPEST
        except (ValueError, RecursionError):
            self.unreadable = True
            return
        if self.ending and self.plan is None:
            self.plan = plan
        else:
            self.inside += rows_of(plan)
