"""What a probe does, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass

from assessor.grading.session import Stopped
from assessor.grading.table import ResultTable
from assessor.grading.work import Work


@dataclass(frozen=True)
class Script:
    """A probe as a lab runs it: statements of one role in one session, each in a transaction of its own; then queries
    that read what they left, in another session. The last statement is the one that is judged."""

    database: str
    role: str
    statements: tuple[str, ...]
    reads: tuple[str, ...] = ()


@dataclass(frozen=True)
class Probed:
    """What came of the last statement, or of the first one that failed, and what was read afterwards."""

    table: ResultTable | None = None
    rows: int = 0
    """Returned or changed by the last statement."""
    stopped: Stopped | None = None
    early: bool = False
    """Whether it was stopped before the last statement."""
    reads: tuple[ResultTable, ...] = ()
    work: Work | None = None
    """Of the last statement, where it was to be measured."""
