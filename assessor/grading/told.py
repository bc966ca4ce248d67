"""What a server tells of one run: its plan, and how many rows the statements inside it processed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assessor.grading.work import Work, depth_of, rows_of, work_of

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


@dataclass
class Tally(Told):
    """The work of a statement that may change data, from all plans that were told of it.

    Triggers run after their statement's plan has ended, and a CALL has no plan at all, so no plan is known to be the
    outermost.
    """

    largest: Work | None = None
    buffers: int = 0
    temp: int = 0
    rows: int = 0
    wal: int = 0

    def add(self, told: bytes) -> None:
        """Take a plan as auto_explain prints it."""
        one = Told(ending=True)
        one.add(told)
        self.unreadable |= one.unreadable
        if one.plan is None:
            return
        work = work_of(one.plan)
        self.buffers, self.temp = self.buffers + work.buffers, self.temp + work.temp
        self.rows, self.wal = self.rows + work.rows, self.wal + work.wal
        if self.largest is None or work.buffers > self.largest.buffers:
            self.largest = work

    def work(self, *, is_select: bool) -> Work:
        """The work of all that was told.

        Blocks are counted by the session: the plan of a SELECT includes those of all statements inside it. Nothing
        includes those of triggers and of a CALL, so they are summed; what a function runs in a trigger counts twice.
        """
        largest = self.largest or Work(0, 0, 0, {})
        buffers, temp = (largest.buffers, largest.temp) if is_select else (self.buffers, self.temp)
        wal = largest.wal if is_select else self.wal
        return Work(buffers, temp, self.rows, largest.plan, self.rows - largest.rows, wal)
