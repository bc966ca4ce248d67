"""What a play of several sessions is, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assessor.grading.session import Stopped
from assessor.grading.table import ResultTable


@dataclass(frozen=True)
class Actor:
    """A session: statements of one role, one after the other."""

    name: str
    role: str
    steps: tuple[str, ...]


@dataclass(frozen=True)
class Play:
    """Sessions, and the order of their steps: each name stands for the next step of that session."""

    database: str
    actors: tuple[Actor, ...]
    order: tuple[str, ...]
    setup: tuple[str, ...] = ()
    """Statements of the first actor's role, each in a transaction of its own; they must work."""
    retry: frozenset[str] = frozenset()
    """SQLSTATEs after which a client repeats its transaction, once all others have ended."""
    reads: tuple[str, ...] = ()
    death: str = ""
    """The step in which a client dies: its server process ends, and whatever it had not committed is undone."""


@dataclass(frozen=True)
class Ending:
    """How one step ended at last."""

    table: ResultTable | None = None
    stopped: Stopped | None = None
    """It ended with an error."""
    stuck: bool = False
    """It waited for ever."""

    @property
    def sqlstate(self) -> str:
        """The error's code, or what stands for one; empty where there was none."""
        return (self.stopped.sqlstate or self.stopped.ended.value) if self.stopped else ""


@dataclass(frozen=True)
class Moment:
    """One line of the timeline: a session's step ends, or is seen to wait."""

    session: str
    step: int
    """From 1."""
    text: str
    what: str
    """"ok", "waits", "error", "retries" (an error after which the client will begin anew) or "stuck"."""
    sqlstate: str = ""
    again: bool = False
    """In a transaction that is repeated."""

    def to_json(self) -> dict[str, Any]:
        """For the scorecard."""
        return {
            "session": self.session,
            "step": self.step,
            "text": self.text,
            "what": self.what,
            "sqlstate": self.sqlstate,
            "again": self.again,
        }


@dataclass(frozen=True)
class Played:
    """What came of a play."""

    endings: Mapping[str, Mapping[int, Ending]]
    """By session and by the step's number from 1; a step that was not reached has none."""
    moments: tuple[Moment, ...]
    reads: tuple[ResultTable, ...] = ()

    @property
    def waits(self) -> int:
        """How many steps were seen to wait."""
        return len({(each.session, each.step) for each in self.moments if each.what == "waits"})
