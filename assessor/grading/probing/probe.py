"""What a probe does, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass

from assessor.grading.session import Stopped
from assessor.grading.table import ResultTable
from assessor.grading.work import Work
from sandbox.provider import SeedScript


@dataclass(frozen=True)
class Script:
    """A probe as a lab runs it: statements of one role in one session, each in a transaction of its own; then queries
    that read what they left, in another session. The last statement is the one that is judged."""

    database: str
    role: str
    statements: tuple[str, ...]
    reads: tuple[str, ...] = ()
    traces: tuple[Trace, ...] = ()
    """Looked for after the statements."""

    @property
    def settings(self) -> tuple[str, ...]:
        """The statements that only set something for their session."""
        return tuple(text for text in self.statements if text.lower().startswith("set "))


@dataclass(frozen=True)
class Trace:
    """A value and the rule it must keep wherever the answer has stored it: see assessor.grading.probing.tracing."""

    rule: str
    value: str
    bad: str = ""
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Load:
    """A script that stores facts through what the answer has built, before anything is probed."""

    role: str
    script: SeedScript


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
    traced: tuple[str, ...] = ()
    """How values break the rules of their traces."""
