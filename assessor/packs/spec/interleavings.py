"""Interleavings of sessions, in the words of PostgreSQL's isolation tester: setup, sessions, steps, permutations."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from assessor.packs.spec.base import Competency, RoleName, Slug, Sql, SqlState, Strict

SessionName = Annotated[str, StringConstraints(pattern=r"^[a-z]+$", max_length=20)]

DISCONNECT = "DISCONNECT"
"""The step in which a client dies: its server process ends, and whatever it had not committed is undone."""

MOST_PERMUTATIONS = 24
"""Each is played in a fresh copy of the data."""


class SessionSpec(Strict):
    """What one client does. `copies` do the same, and are named by the name with 1, 2, ... behind it."""

    name: SessionName
    role: RoleName | None = None
    """Where it is not the interleaving's."""
    copies: int = Field(default=1, ge=1, le=8)
    steps: list[Sql] = Field(min_length=1)
    """Statements, the last perhaps DISCONNECT; `{n}` in them is the number of the copy."""

    @property
    def names(self) -> list[str]:
        """The session, or its copies."""
        return [self.name] if self.copies == 1 else [f"{self.name}{n}" for n in range(1, self.copies + 1)]

    def steps_of(self, number: int) -> tuple[str, ...]:
        """The steps of the copy with that number, from 1."""
        return tuple(step.replace("{n}", str(number)) for step in self.steps)


class Interleaving(Strict):
    """Steps of several sessions, taken in several orders. A client that gets an error rolls back and ends; one whose
    error is among `retry` repeats its transaction when the others have ended."""

    name: Slug
    dataset: Slug
    role: RoleName
    shows: str = Field(min_length=3)
    """What meets what, as the end of "Fails when ...", e.g. "two customers want the last one"."""
    setup: list[Sql] = []
    """Statements of the role before the sessions begin, each in a transaction of its own."""
    session: list[SessionSpec] = Field(min_length=1)
    permutations: list[str] = []
    """Names of sessions, each standing for its session's next step, `w*` for every copy of w. None: all orders."""
    outcome: Literal["serial", "same", "any"] = "serial"
    """What steps and `reads` must give: what the reference gives when the sessions run one after another, in some order
    of them; or what it gives in the same permutation; or anything."""
    alike: list[SqlState] = []
    """SQLSTATEs that say the same: where the reference ends with one of them, an answer may with another."""
    retry: list[SqlState] = []
    waits: int | None = Field(default=None, ge=0)
    """So many steps may wait for a lock in one permutation; any number if it is not said."""
    reads: list[Sql] = []
    """Queries of what is there afterwards; they name tables with their schema."""
    holds: dict[str, Sql] = {}
    """By what must be so afterwards: a query that must return no row then."""
    visible: bool = False
    """Whether the candidate may read it; only on the visible dataset."""

    @property
    def sessions(self) -> dict[str, tuple[str, tuple[str, ...]]]:
        """The role and steps of every session by its name."""
        return {
            name: (each.role or self.role, each.steps_of(number))
            for each in self.session
            for number, name in enumerate(each.names, 1)
        }

    def orders(self) -> list[tuple[str, ...]]:
        """The permutations as names of sessions. Call it only where `too_many` is false."""
        if self.permutations:
            return [tuple(self._expanded(text)) for text in self.permutations]
        return list(_orders({name: len(steps) for name, (_, steps) in self.sessions.items()}))

    @property
    def too_many(self) -> bool:
        """Whether there are more orders than are played, and none is chosen."""
        lengths = [len(steps) for _, steps in self.sessions.values()]
        orders = math.factorial(sum(lengths)) // math.prod(map(math.factorial, lengths))
        return not self.permutations and orders > MOST_PERMUTATIONS

    def _expanded(self, text: str) -> Iterator[str]:
        copies = {f"{each.name}*": each.names for each in self.session}
        for word in text.split():
            yield from copies.get(word, [word])


def _orders(left: dict[str, int]) -> Iterator[tuple[str, ...]]:
    """All orders of so many steps of each session."""
    if not any(left.values()):
        yield ()
    for name in (name for name, number in left.items() if number):
        for rest in _orders({**left, name: left[name] - 1}):
            yield (name, *rest)


class InterleavingsCheck(Strict):
    """Whether sessions that interleave in each of these ways do each other no harm."""

    type: Literal["interleavings"]
    id: Slug
    title: str
    competencies: list[Competency] = Field(min_length=1)
    interleavings: list[Slug] = Field(min_length=1)
    points: float = Field(gt=0)
    requires: list[Slug] = []
