"""What a keeper of sessions does, and the values that cross to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from sandbox.cast.live import Fare
from sandbox.execution import RunResult, SessionState

GONE = "Its open transaction and temporary tables are gone; your text is safe."
"""Follows on whatever ended a session."""


class Key(NamedTuple):
    """Which session: a candidate's tab on one challenge of one attempt. Ids as text."""

    attempt: str
    challenge: str
    tab: str


class Scope(NamedTuple):
    """Some sessions: of an attempt, of one challenge of it, or of one tab; empty stands for all."""

    attempt: str
    challenge: str = ""
    tab: str = ""

    def holds(self, key: Key) -> bool:
        """Whether a session belongs to it."""
        return all(mine in ("", its) for mine, its in zip(self, key, strict=True))


@dataclass(frozen=True)
class Target:
    """The server of a session, as its handle names it; both hold secrets."""

    dsn: str = field(repr=False)
    platform_dsn: str | None = field(repr=False)


@dataclass(frozen=True)
class SessionRun:
    """One run in a session that stays open.

    `fresh`: the session began with this run, so nothing of an earlier one was there. `ended`: why the session that the
    candidate knew is over, whether before this run or by it; None if it lives, or if they ended it themselves.
    """

    result: RunResult
    state: SessionState
    fresh: bool
    ended: str | None = None
    keeper_lost: bool = False
    """Whether the keeper was lost during the run: nothing is known of the server then."""


@dataclass(frozen=True)
class Kept:
    """A session that is known: open, or ended without its candidate having been told (`ended` says why)."""

    tab: str
    state: SessionState
    ended: str | None
    idle_seconds: float


class Sessions(Protocol):
    """Keeps sessions: a broker process for all web processes of a host, or this very process in tests.

    Each but `end` raises SessionsAway if no keeper answers.
    """

    def run(self, key: Key, target: Target, text: str) -> SessionRun:
        """Run a text in the session, which is opened if there is none. Raises SessionBusy, TooManySessions."""

    def cancel(self, key: Key) -> bool:
        """Stop what runs in the session; whether anything did."""

    def end(self, scope: Scope, reason: str = "") -> int:
        """End sessions, also those that run; how many. With a reason their candidate is told at the next run."""

    def known(self, scope: Scope) -> tuple[Kept, ...]:
        """The sessions of one challenge's server, by tab."""

    def fares(self, scope: Scope, target: Target, plot: Mapping[str, Any]) -> tuple[Fare, ...]:
        """How the live workload of an incident fares, which begins when this is first asked; `plot` is its JSON."""
